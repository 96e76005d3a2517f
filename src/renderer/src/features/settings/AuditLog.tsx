import { Button, Callout } from '@blueprintjs/core';
import { DuplicateIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { AuditEntry, AuditVerdict } from '#shared/model/audit.ts';
import { useAudit, useVerifyAudit } from '../../bridge/use-case-log.ts';
import { CutText } from '../../components/CutText.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Moment } from '../../components/Moment.tsx';
import { useCopy } from '../../components/use-copy.ts';
import { countOf } from '../../text/words.ts';

function Entry(props: { readonly entry: AuditEntry }): ReactElement {
  const { entry } = props;
  return (
    <tr>
      <td className="number">{entry.id}</td>
      <td className="nowrap">
        <Moment atMs={entry.atMs} />
      </td>
      <td className="nowrap">
        <HostileText text={entry.by} inCell />
      </td>
      <td className="nowrap mono">{entry.case ?? ''}</td>
      <td className="audit-text">
        <CutText text={entry.text}>
          <HostileText text={entry.text} inCell />
        </CutText>
      </td>
      <td className="mono muted" title={entry.hash}>
        {entry.hash.slice(0, 8)}
      </td>
    </tr>
  );
}

function Verdict(props: { readonly verdict: AuditVerdict }): ReactElement {
  const { entries, last, faults } = props.verdict;
  const copy = useCopy();
  const isWhole = faults.length === 0;
  return (
    <Callout compact icon={false} intent={isWhole ? 'success' : 'danger'} role="status" className="audit-verdict">
      <b>{isWhole ? `${countOf(entries, 'entry', 'entries')}, none changed or missing` : 'The log does not hold'}</b>
      {faults.map(({ kind, id, problem }) => (
        <p key={`${kind}-${id}`}>{problem}</p>
      ))}
      {last === null ? null : (
        <p className="audit-place">
          Note this elsewhere, to prove later that nothing before it was changed:{' '}
          <code>
            {last.id}:{last.hash}
          </code>
          <Button
            size="small"
            variant="minimal"
            aria-label="Copy the place"
            icon={<DuplicateIcon size={12} />}
            onClick={() => copy(`${last.id}:${last.hash}`, 'Place in the log')}
          />
        </p>
      )}
    </Callout>
  );
}

/** Who did what with cases, decisions and queued changes, newest first; and whether the log still is what was written. */
export function AuditLog(): ReactElement {
  const log = useAudit();
  const verify = useVerifyAudit();
  return (
    <section className="settings-section is-wide" aria-label="Audit log">
      <h2>Audit log</h2>
      <p className="settings-note">
        Every change of a case, every decision and all that became of queued changes. Each entry is sealed with the hash
        of the one before: what was changed or removed afterwards shows when the log is checked.
      </p>
      <div className="settings-actions">
        <Button onClick={() => verify.mutate(null)} loading={verify.isPending}>
          Check the log
        </Button>
      </div>
      {verify.error === null ? null : <ErrorNote error={verify.error} />}
      {verify.data === undefined ? null : <Verdict verdict={verify.data} />}
      {log.error === null ? null : <ErrorNote error={log.error} onRetry={log.retry} />}
      {log.entries.length === 0 ? null : (
        <div className="list-table">
          <table className="dense">
            <thead>
              <tr>
                <th className="number">Entry</th>
                <th>At</th>
                <th>By</th>
                <th>Case</th>
                <th>What</th>
                <th>Hash</th>
              </tr>
            </thead>
            <tbody>
              {log.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {log.hasOlder ? (
        <Button size="small" variant="minimal" intent="primary" loading={log.isReadingOlder} onClick={log.readOlder}>
          Show older
        </Button>
      ) : null}
    </section>
  );
}
