import { Button } from '@blueprintjs/core';
import { EditIcon, PlusIcon, TrashIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import type { AllowEntryView } from '#shared/model/benign-list.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useNow } from '../../app/clock.tsx';
import { useNotices } from '../../app/notices.tsx';
import { useAllowed, useListCommands } from '../../bridge/use-lists.ts';
import { CutText } from '../../components/CutText.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { TypeMark } from '../../components/Marks.tsx';
import { Day } from '../../components/Moment.tsx';
import { AllowDialog } from './AllowDialog.tsx';

function Entry(props: { readonly entry: AllowEntryView; readonly onEdit: () => void }): ReactElement {
  const { entry } = props;
  const { disallow } = useListCommands();
  const notices = useNotices();
  const nowMs = useNow();
  const hasEnded = entry.expiresAtMs !== null && entry.expiresAtMs <= nowMs;
  return (
    <tr className={hasEnded ? 'muted' : undefined}>
      <td>
        <TypeMark type={entry.type} />
      </td>
      <td className="list-title">
        <CutText text={entry.value}>
          <HostileText text={entry.value} mono inCell />
        </CutText>
      </td>
      <td className="list-origin">
        <CutText text={entry.reason}>
          <HostileText text={entry.reason} inCell />
        </CutText>
      </td>
      <td className="nowrap">
        <HostileText text={entry.owner} inCell />
      </td>
      <td className="nowrap">
        {entry.expiresAtMs === null ? 'until removed' : <Day atMs={entry.expiresAtMs - 1} />}
        {hasEnded ? ' (over)' : ''}
      </td>
      <td className="nowrap">
        <Button
          size="small"
          variant="minimal"
          aria-label={`Change ${revealHidden(entry.value)}`}
          icon={<EditIcon size={14} />}
          onClick={props.onEdit}
        />
        <Button
          size="small"
          variant="minimal"
          aria-label={`Remove ${revealHidden(entry.value)}`}
          icon={<TrashIcon size={14} />}
          loading={disallow.isPending}
          onClick={() => disallow.mutate({ id: entry.id }, { onError: notices.failed })}
        />
      </td>
    </tr>
  );
}

/** What the analyst trusts: why, who says so, and until when. */
export function AllowList(): ReactElement {
  const allowed = useAllowed();
  const [editing, setEditing] = useState<AllowEntryView | 'new'>();
  return (
    <section className="settings-section is-wide" aria-label="Own allow-list">
      <h2>Own allow-list</h2>
      <p className="settings-note">
        Values you trust, such as your own hosts: a domain with everything below it, a network with everything inside.
        They are marked as listed, too, and drop out of block lists.
      </p>
      <div className="settings-actions">
        <Button icon={<PlusIcon size={14} />} onClick={() => setEditing('new')}>
          Trust a value…
        </Button>
      </div>
      {allowed.isPending ? <Loading lines={2} /> : null}
      {allowed.error === null ? null : <ErrorNote error={allowed.error} onRetry={() => void allowed.refetch()} />}
      {allowed.data === undefined || allowed.data.length === 0 ? null : (
        <div className="list-table">
          <table className="dense">
            <thead>
              <tr>
                <th>Type</th>
                <th>Value</th>
                <th>Reason</th>
                <th>Owner</th>
                <th>Last day</th>
                <th>
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {allowed.data.map((entry) => (
                <Entry key={entry.id} entry={entry} onEdit={() => setEditing(entry)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {editing === undefined ? null : (
        <AllowDialog entry={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </section>
  );
}
