import { Button, DialogBody, DialogFooter } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { findingWords } from '#shared/text/finding-words.ts';
import type { useRepair } from '../bridge/use-care.ts';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { TraceLine } from '../components/ErrorTrace.tsx';
import { Field, Fields } from '../components/Fields.tsx';
import { HostileText } from '../components/HostileText.tsx';
import { Modal } from '../components/Modal.tsx';
import { Moment } from '../components/Moment.tsx';
import { type Finding, traceOfFinding } from './findings.ts';

/** What was found wrong with the stored data, and what can be done about it. */
export function FindingsDialog(props: {
  readonly findings: readonly Finding[];
  readonly repair: ReturnType<typeof useRepair>;
  readonly onRestore: () => void;
  readonly onClose: () => void;
}): ReactElement {
  const { findings, repair, onRestore, onClose } = props;
  const title = findings[0] === undefined ? '' : findingWords[findings[0].kind].matter.replace(/\.$/, '');
  return (
    <Modal title={title} onClose={onClose}>
      <DialogBody>
        {findings.map((finding, index) => (
          <FindingPart key={finding.kind} finding={finding} isNamed={index > 0} />
        ))}
        <p>
          <strong>Repair</strong> saves connections, triage, tags, cases, outbox and settings into a new database. The
          vendors’ records are fetched again by the next sync. The damaged files are kept; nothing is deleted. Where the
          file is sound after all, nothing is changed and this notice goes. Also: <code>sightline repair</code>
        </p>
        <p>
          <strong>Restore</strong> puts a backup in the place of the database, which is kept. Better where there is a
          recent one. Also: <code>sightline restore FILE</code>
        </p>
        {repair.error === null ? null : <ErrorNote error={repair.error} />}
        {repair.data?.kind === 'sound' ? (
          <p role="status">
            The file was found sound. It is checked once more in a moment; the notice goes when nothing is found.
          </p>
        ) : null}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={onClose}>Not now</Button>
            <Button onClick={onRestore}>Restore a backup…</Button>
            <Button intent="primary" loading={repair.isPending} onClick={() => repair.mutate(null)}>
              Repair
            </Button>
          </>
        }
      />
    </Modal>
  );
}

/** @param props `isNamed`: the title does not say it. */
function FindingPart(props: { readonly finding: Finding; readonly isNamed: boolean }): ReactElement {
  const { finding, isNamed } = props;
  const { matter, effect } = findingWords[finding.kind];
  return (
    <div className="health-finding">
      <p>
        {isNamed ? <strong>{matter} </strong> : null}
        {effect}
      </p>
      <Fields>
        {finding.foundAtMs === null ? null : (
          <Field name="Found">
            <Moment atMs={finding.foundAtMs} />
          </Field>
        )}
        {finding.detail === '' ? null : (
          <Field name="Details">
            <HostileText text={finding.detail} mono />
          </Field>
        )}
        <Field name="For whoever helps">
          <TraceLine trace={traceOfFinding(finding)} />
        </Field>
      </Fields>
    </div>
  );
}
