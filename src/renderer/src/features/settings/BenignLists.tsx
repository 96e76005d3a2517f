import { Button } from '@blueprintjs/core';
import { TrashIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import type { BenignListView } from '#shared/model/benign-list.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useNotices } from '../../app/notices.tsx';
import { type CheckedList, useCheckList, useListCommands, useLists } from '../../bridge/use-lists.ts';
import { CutText } from '../../components/CutText.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { FileButton } from '../../components/FileButton.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Day } from '../../components/Moment.tsx';
import { countOf, formatCount, typeWords } from '../../text/words.ts';
import { ImportListDialog } from './ImportListDialog.tsx';
import { RemoveListDialog } from './RemoveListDialog.tsx';

function ListTable(props: {
  readonly lists: readonly BenignListView[];
  readonly onRemove: (list: BenignListView) => void;
}): ReactElement {
  return (
    <div className="list-table">
      <table className="dense">
        <thead>
          <tr>
            <th>List</th>
            <th className="number">Entries</th>
            <th className="number">Version</th>
            <th>From</th>
            <th>Licence</th>
            <th>Speaks of</th>
            <th>Since</th>
            <th>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.lists.map((list) => (
            <tr key={list.name}>
              <td className="list-title">
                <CutText text={`${list.title} (${list.name})`}>
                  <HostileText text={list.title} inCell />
                </CutText>
              </td>
              <td className="number">{formatCount(list.entries)}</td>
              <td className="number">{list.version}</td>
              <td className="list-origin">
                <CutText text={list.origin}>
                  {list.isShipped ? 'shipped, ' : 'file, '}
                  <HostileText text={list.origin} inCell />
                </CutText>
              </td>
              <td className="nowrap">
                <HostileText text={list.licence} inCell />
              </td>
              <td className="list-types">
                <CutText text={list.types.map((type) => typeWords[type]).join(', ')}>
                  {list.types.map((type) => typeWords[type]).join(', ')}
                </CutText>
              </td>
              <td className="nowrap">
                <Day atMs={list.addedAtMs} />
              </td>
              <td>
                <Button
                  size="small"
                  variant="minimal"
                  aria-label={`Remove ${revealHidden(list.name)}`}
                  title="Remove this list"
                  icon={<TrashIcon size={14} />}
                  onClick={() => props.onRemove(list)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The lists of harmless values: what is here, a newer one from a file, and the way to be rid of one. */
export function BenignLists(): ReactElement {
  const lists = useLists();
  const checking = useCheckList();
  const { importFile } = useListCommands();
  const notices = useNotices();
  const [checked, setChecked] = useState<CheckedList>();
  const [removing, setRemoving] = useState<BenignListView>();
  const total = (lists.data ?? []).reduce((sum, { entries }) => sum + entries, 0);
  return (
    <section className="settings-section is-wide" aria-label="Benign lists">
      <h2>Benign lists</h2>
      <p className="settings-note">
        What stands on one of these is marked as listed in every result, look-up and report, and is never hidden: a
        harmless service can be misused. The shipped ones are a subset of MISP’s warning lists; a newer list.json, named
        after its list, can be taken over from a file.
      </p>
      <div className="settings-actions">
        <FileButton
          label="Take over from a file…"
          accept=".json"
          disabled={checking.isPending}
          onFiles={([file]) => {
            if (file !== undefined) checking.mutate(file, { onSuccess: (list) => setChecked(list) });
          }}
        />
        {lists.data === undefined ? null : (
          <span className="muted settings-count">
            {countOf(lists.data.length, 'list')}, {countOf(total, 'entry', 'entries')}
          </span>
        )}
      </div>
      {checking.error === null ? null : <ErrorNote error={checking.error} />}
      {lists.isPending ? <Loading lines={4} /> : null}
      {lists.error === null ? null : <ErrorNote error={lists.error} onRetry={() => void lists.refetch()} />}
      {lists.data === undefined ? null : <ListTable lists={lists.data} onRemove={setRemoving} />}
      {checked === undefined ? null : (
        <ImportListDialog
          check={checked.check}
          isBusy={importFile.isPending}
          error={importFile.error}
          onClose={() => setChecked(undefined)}
          onImport={() =>
            importFile.mutate(
              { id: checked.id },
              {
                onSuccess: ({ title, entries }) => {
                  notices.done(`${title}: ${countOf(entries, 'entry', 'entries')} taken over`);
                  setChecked(undefined);
                },
              },
            )
          }
        />
      )}
      {removing === undefined ? null : <RemoveListDialog list={removing} onClose={() => setRemoving(undefined)} />}
    </section>
  );
}
