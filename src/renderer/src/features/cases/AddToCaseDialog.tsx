import { Button, DialogBody, DialogFooter, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Selection } from '#shared/contract/schemas.ts';
import type { CaseSummary } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useSettings } from '../../bridge/use-app.ts';
import { useCases, useCreateCase } from '../../bridge/use-cases.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';
import { describeSelection } from '../../text/selection-words.ts';
import { AdditionLine } from './AdditionLine.tsx';
import { useAddition } from './use-addition.ts';

const newCase = 'new';

function CaseChoice(props: {
  readonly cases: readonly CaseSummary[];
  readonly value: string;
  readonly title: string;
  readonly onValue: (value: string) => void;
  readonly onTitle: (title: string) => void;
}): ReactElement {
  return (
    <>
      <FormGroup label="Case" labelFor="case-choice">
        <HTMLSelect
          id="case-choice"
          fill
          autoFocus
          value={props.value}
          onChange={(event) => props.onValue(event.currentTarget.value)}
        >
          {props.cases.map((known) => (
            <option key={known.number} value={known.number}>
              {known.number} {revealHidden(known.title)}
            </option>
          ))}
          <option value={newCase}>New case…</option>
        </HTMLSelect>
      </FormGroup>
      {props.value === newCase ? (
        <FormGroup label="Title" labelFor="case-title">
          <InputGroup
            id="case-title"
            autoFocus
            value={props.title}
            placeholder="What is it about?"
            onValueChange={props.onTitle}
          />
        </FormGroup>
      ) : null}
    </>
  );
}

/** Escape and a click beside the dialog, while it is adding: Stop is what ends that. */
const stay = (): void => undefined;

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Puts what is selected into an open case or a new one, with what the vendors say frozen as of now. */
export function AddToCaseDialog(props: { readonly selection: Selection; readonly onClose: () => void }): ReactElement {
  const cases = useCases();
  const create = useCreateCase();
  const addition = useAddition();
  const settings = useSettings().data;
  const open = (cases.data ?? [])
    .filter((known) => known.status !== 'closed')
    .sort((a, b) => b.updatedAtMs - a.updatedAtMs);
  const [choice, setChoice] = useState<string>();
  const [title, setTitle] = useState('');
  const [role, setRole] = useState('');
  const [comment, setComment] = useState('');
  const [target, setTarget] = useState<CaseNumber>();
  const chosen = choice ?? open[0]?.number ?? newCase;
  const isReady = cases.isSuccess && (chosen !== newCase || title.trim() !== '');

  const addTo = (number: CaseNumber): void => {
    setTarget(number);
    addition.add({ number, selection: props.selection, comment: orNull(comment), role: orNull(role) }, props.onClose);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    const known = open.find((one) => one.number === chosen);
    if (known !== undefined) addTo(known.number);
    else
      create.mutate(
        { title: title.trim(), assignee: settings?.analystName ?? null },
        { onSuccess: (created) => addTo(created.number) },
      );
  };
  const isBusy = create.isPending || addition.isPending;
  const error = create.error ?? addition.error ?? cases.error;
  const what = describeSelection(props.selection);
  return (
    <Modal onClose={isBusy ? stay : props.onClose} title={`Add ${what} to a case`}>
      <form onSubmit={submit}>
        <DialogBody>
          {cases.isPending ? (
            <Loading />
          ) : (
            <CaseChoice cases={open} value={chosen} title={title} onValue={setChoice} onTitle={setTitle} />
          )}
          <FormGroup label="Role" labelInfo="(optional)" labelFor="case-role">
            <InputGroup
              id="case-role"
              value={role}
              placeholder="C2, dropper, phishing page, victim …"
              onValueChange={setRole}
            />
          </FormGroup>
          <FormGroup label="Comment" labelInfo="(optional)" labelFor="case-comment">
            <InputGroup id="case-comment" value={comment} onValueChange={setComment} />
          </FormGroup>
          {target === undefined ? null : <AdditionLine number={target} />}
          {error === null ? null : <ErrorNote error={error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button disabled={isBusy} onClick={props.onClose}>
                Cancel
              </Button>
              <Button type="submit" intent="primary" disabled={!isReady} loading={isBusy}>
                Add
              </Button>
            </>
          }
        />
      </form>
    </Modal>
  );
}
