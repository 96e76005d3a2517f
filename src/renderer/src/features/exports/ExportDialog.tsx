import {
  Button,
  Callout,
  Checkbox,
  DialogBody,
  DialogFooter,
  FormGroup,
  HTMLSelect,
  Radio,
  RadioGroup,
} from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { ExportFormatDescription, ExportInput, ExportResult } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type TlpMark, tlpMarks } from '#shared/model/vocabulary.ts';
import { useExport, useExportFormats } from '../../bridge/use-exports.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { TlpMarkLabel } from '../../components/Marks.tsx';
import { countOf, formatCount, tlpWord } from '../../text/words.ts';
import './exports.css';
import { Modal } from '../../components/Modal.tsx';

type Scope = ExportInput['scope'];

/** What the form holds; {@link ExportInput} without what is given from outside. */
interface Choices {
  readonly format: string;
  readonly tlp: TlpMark | null;
  readonly defang: boolean;
  readonly includeRaw: boolean;
  readonly confirmedRed: boolean;
}

/** TLP:RED is written only by somebody who was asked. */
function needsConsent(error: unknown): boolean {
  return error instanceof AppError && error.code === 'state.conflict';
}

function Written(props: { readonly result: ExportResult }): ReactElement {
  const { result } = props;
  return (
    <Callout intent="success" icon={false} className="export-written" role="status">
      <p>
        <b>Written</b>
      </p>
      <p>
        <HostileText text={result.place} mono />
      </p>
      <p>
        {countOf(result.indicators, 'indicator')}, {formatCount(Math.ceil(result.sizeBytes / 1_024))} KiB, marked{' '}
        <TlpMarkLabel tlp={result.tlp} />
      </p>
      {result.leftOut === 0 ? null : <p>{countOf(result.leftOut, 'indicator')} left out: marked above the ceiling.</p>}
    </Callout>
  );
}

function FormatChoice(props: {
  readonly formats: readonly ExportFormatDescription[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}): ReactElement {
  return (
    <RadioGroup
      label="Format"
      selectedValue={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      className="format-choice"
    >
      {props.formats.map((format) => (
        <Radio key={format.id} value={format.id}>
          {format.displayName} <span className="muted">.{format.fileExtension}</span>
          <span className="muted format-audience">
            {format.audience === 'people' ? 'for people, defanged' : 'for machines, exact'}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

function ExportForm(props: {
  readonly formats: readonly ExportFormatDescription[];
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}): ReactElement {
  const { choices, onChange } = props;
  const format = props.formats.find((known) => known.id === choices.format);
  return (
    <>
      <FormatChoice
        formats={props.formats}
        value={choices.format}
        onChange={(id) => onChange({ ...choices, format: id })}
      />
      <FormGroup
        label="Share up to"
        labelFor="export-tlp"
        helperText="What is marked above this is left out and counted."
      >
        <HTMLSelect
          id="export-tlp"
          value={choices.tlp ?? ''}
          onChange={(event) =>
            onChange({ ...choices, tlp: tlpMarks.find((mark) => mark === event.currentTarget.value) ?? null })
          }
        >
          <option value="">No ceiling</option>
          {tlpMarks.map((mark) => (
            <option key={mark} value={mark}>
              {tlpWord(mark)}
            </option>
          ))}
        </HTMLSelect>
      </FormGroup>
      {format?.audience === 'people' ? (
        <Checkbox
          label="Defang addresses, names and URLs"
          checked={choices.defang}
          onChange={(event) => onChange({ ...choices, defang: event.currentTarget.checked })}
        />
      ) : null}
      {format?.id === 'json' ? (
        <Checkbox
          label="Include the vendors’ raw records"
          checked={choices.includeRaw}
          onChange={(event) => onChange({ ...choices, includeRaw: event.currentTarget.checked })}
        />
      ) : null}
    </>
  );
}

/** Writes a case or what a query finds into a file; the place is chosen in the program's own dialog. */
export function ExportDialog(props: { readonly scope: Scope; readonly onClose: () => void }): ReactElement {
  const formats = useExportFormats();
  const write = useExport();
  const [choices, setChoices] = useState<Choices>({
    format: '',
    tlp: null,
    defang: true,
    includeRaw: false,
    confirmedRed: false,
  });
  const scopeKind = 'case' in props.scope ? 'case' : 'query';
  const usable = (formats.data ?? []).filter((format) => format.scopes.includes(scopeKind));
  const chosen = usable.some((format) => format.id === choices.format) ? choices.format : (usable[0]?.id ?? '');
  const complete = { ...choices, format: chosen };
  const result = write.data ?? undefined;
  return (
    <Modal
      onClose={props.onClose}
      title={'case' in props.scope ? `Export ${props.scope.case}` : 'Export what the query finds'}
    >
      <DialogBody>
        {formats.isPending ? <Loading /> : null}
        {formats.error === null ? null : <ErrorNote error={formats.error} />}
        {result === undefined ? (
          <ExportForm formats={usable} choices={complete} onChange={setChoices} />
        ) : (
          <Written result={result} />
        )}
        {write.error === null ? null : <ErrorNote error={write.error} />}
        {needsConsent(write.error) ? (
          <Checkbox
            label="Write it although it is marked TLP:RED"
            checked={choices.confirmedRed}
            onChange={(event) => setChoices({ ...choices, confirmedRed: event.currentTarget.checked })}
          />
        ) : null}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            {/* The button that wrote the file is gone: the focus must not fall out of the dialog with it. */}
            <Button
              key={result === undefined ? 'cancel' : 'close'}
              autoFocus={result !== undefined}
              onClick={props.onClose}
            >
              {result === undefined ? 'Cancel' : 'Close'}
            </Button>
            {result === undefined ? (
              <Button
                intent="primary"
                loading={write.isPending}
                disabled={chosen === ''}
                onClick={() => write.mutate({ ...complete, scope: props.scope })}
              >
                Choose a place and write
              </Button>
            ) : null}
          </>
        }
      />
    </Modal>
  );
}
