import { Button, Callout, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { BundleHead, BundleView } from '#shared/model/bundle.ts';
import { type OpenedBundle, useUnlockBundle } from '../../bridge/use-cases.ts';
import { CutText } from '../../components/CutText.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Field, Fields } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { SeverityMark, TlpMarkLabel, TypeMark, VerdictMark } from '../../components/Marks.tsx';
import { Modal } from '../../components/Modal.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { countOf, formatCount } from '../../text/words.ts';

function Unlock(props: { readonly id: number; readonly onView: (view: BundleView) => void }): ReactElement {
  const [passphrase, setPassphrase] = useState('');
  const unlock = useUnlockBundle();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (passphrase !== '') unlock.mutate({ id: props.id, passphrase }, { onSuccess: props.onView });
  };
  return (
    <form onSubmit={submit}>
      <FormGroup label="Passphrase" labelFor="bundle-unlock" helperText="The bundle is encrypted.">
        <InputGroup
          id="bundle-unlock"
          type="password"
          autoComplete="off"
          autoFocus
          value={passphrase}
          onValueChange={setPassphrase}
        />
      </FormGroup>
      {unlock.error === null ? null : <ErrorNote error={unlock.error} />}
      <Button type="submit" intent="primary" disabled={passphrase === ''} loading={unlock.isPending}>
        Open
      </Button>
    </form>
  );
}

function Soundness(props: { readonly view: BundleView }): ReactElement {
  const { faults, fingerprint } = props.view;
  return (
    <Callout compact icon={false} intent={faults.length === 0 ? 'success' : 'danger'} role="status">
      <b>{faults.length === 0 ? 'Every member is what was sealed' : 'This bundle is not what was sealed'}</b>
      {faults.map(({ member, problem }) => (
        <p key={`${member} ${problem}`}>
          <HostileText text={member} mono />: {problem}
        </p>
      ))}
      {fingerprint === null ? null : (
        <p className="audit-place">
          Fingerprint, to be compared with the one its writer tells: <code>{fingerprint}</code>
        </p>
      )}
    </Callout>
  );
}

function Head(props: { readonly head: BundleHead }): ReactElement {
  const { tlp, tool, dataStateAt, case: told } = props.head;
  return (
    <>
      <p className="bundle-title">
        <span className="mono muted">{told.number}</span> <HostileText text={told.title} /> <TlpMarkLabel tlp={tlp} />
      </p>
      {told.summary === null ? null : <HostileText text={told.summary} multiline />}
      <Fields>
        <Field name="Status">
          {told.status.replace('_', ' ')} {told.verdict === null ? null : <VerdictMark verdict={told.verdict} />}
        </Field>
        <Field name="Written by">
          <HostileText text={`${tool}, state of the data ${dataStateAt}`} />
        </Field>
        {told.files.map(({ name, sizeBytes, sha256 }) => (
          <Field key={`${name} ${sha256}`} name="File">
            <HostileText text={name} inCell /> <span className="muted">{formatCount(sizeBytes)} bytes</span>{' '}
            <span className="mono muted">{sha256.slice(0, 16)}</span>
          </Field>
        ))}
      </Fields>
    </>
  );
}

function Contents(props: { readonly view: BundleView }): ReactElement {
  const { indicators, notes, timeline, counts } = props.view;
  const total = counts['indicators.jsonl'] ?? 0;
  return (
    <>
      <h3>{countOf(total, 'indicator')}</h3>
      <table className="dense">
        <tbody>
          {indicators.map((one) => (
            <tr key={`${one.type} ${one.value}`}>
              <td>
                <TypeMark type={one.type} />
              </td>
              <td className="audit-text">
                <CutText text={one.value}>
                  <HostileText text={one.value} mono inCell />
                </CutText>
              </td>
              <td>
                <SeverityMark severity={one.severity} score={one.score} />
              </td>
              <td>
                <VerdictMark verdict={one.verdict} />
              </td>
              <td>
                <HostileText text={one.role ?? ''} inCell />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > indicators.length ? (
        <p className="muted">The first {formatCount(indicators.length)} are shown.</p>
      ) : null}
      {notes.length === 0 ? null : <h3>Notes</h3>}
      {notes.map((note) => (
        <div key={`${note.at} ${note.text.slice(0, 40)}`} className="case-note">
          <p className="muted">
            <HostileText text={note.by} inCell /> · {note.at}
            {note.evidence.length === 0 ? '' : ` · ${countOf(note.evidence.length, 'record')} pinned`}
          </p>
          <HostileText text={note.text} multiline />
        </div>
      ))}
      <h3>Timeline</h3>
      <ol className="timeline">
        {timeline.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one file never move
          <li key={at}>
            <span className="muted">{entry.at.slice(0, 16).replace('T', ' ')}</span>
            <HostileText text={entry.text} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** A case bundle of somebody else's, read-only: whether it is what was sealed, and what it holds. Nothing of it is stored. */
export function BundleDialog(props: { readonly opened: OpenedBundle; readonly onClose: () => void }): ReactElement {
  const { opened } = props;
  const [view, setView] = useState(opened.view);
  return (
    <Modal onClose={props.onClose} title={`Bundle ${opened.name}`} className="bundle-dialog">
      <DialogBody>
        {view.isLocked ? (
          <Unlock id={opened.id} onView={setView} />
        ) : (
          <ScrollRegion label="Contents of the bundle" className="bundle-contents">
            <Soundness view={view} />
            {view.head === null ? null : <Head head={view.head} />}
            <Contents view={view} />
          </ScrollRegion>
        )}
      </DialogBody>
      <DialogFooter actions={<Button onClick={props.onClose}>Close</Button>}>
        Read-only: nothing of it is stored.
      </DialogFooter>
    </Modal>
  );
}
