import { Button, Tag } from '@blueprintjs/core';
import { type ReactElement, useMemo, useState } from 'react';
import type { ImportOutcome, ImportRow } from '#shared/contract/import-schemas.ts';
import { type ImportPart, type ImportStatus, importStatuses } from '#shared/model/import.ts';
import { type IndicatorType, indicatorTypes } from '#shared/model/vocabulary.ts';
import type { Recalled } from '#shared/text/recall.ts';
import { importPageSize, useImportRows } from '../../bridge/use-imports.ts';
import { useRecall } from '../../bridge/use-recall.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { RecallNote } from '../../components/RecallNote.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { formatCount } from '../../text/words.ts';

const statusWords: Readonly<Record<ImportStatus, string>> = {
  new: 'New',
  changed: 'Changed',
  same: 'The same',
  refused: 'Refused',
  skipped: 'Passed over',
};

const partWords: Readonly<Record<ImportPart, string>> = {
  record: 'what the file says',
  case: 'joins the case',
  verdict: 'its decision',
};

/** What each row comes to; the counts choose which are shown. */
export function ImportRows(props: { readonly id: number; readonly outcome: ImportOutcome }): ReactElement {
  const { id, outcome } = props;
  const [shown, setShown] = useState<ImportStatus>();
  const [page, setPage] = useState(0);
  const rows = useImportRows({ id, statuses: shown === undefined ? [] : [shown], page, outcome });
  const total = importStatuses
    .filter((status) => shown === undefined || status === shown)
    .reduce((sum, status) => sum + outcome.counts[status], 0);
  // Two rows may say the same of the same: only their numbers tell them apart.
  const numbered = (rows.data ?? []).map((row, at) => ({ row, number: page * importPageSize + at }));
  const named = useMemo(() => (rows.data ?? []).flatMap((row) => nameOf(row) ?? []), [rows.data]);
  const recall = useRecall(named);
  const recallOf = (row: ImportRow): Recalled | undefined => {
    const name = nameOf(row);
    return name === undefined ? undefined : recall(name);
  };
  const choose = (status: ImportStatus): void => {
    setShown(status === shown ? undefined : status);
    setPage(0);
  };
  return (
    <section className="import-rows" aria-label="Rows">
      <div className="import-counts">
        {importStatuses.map((status) => (
          <Button
            key={status}
            size="small"
            active={status === shown}
            aria-pressed={status === shown}
            disabled={outcome.counts[status] === 0}
            onClick={() => choose(status)}
          >
            {statusWords[status]}{' '}
            <Tag minimal round>
              {formatCount(outcome.counts[status])}
            </Tag>
          </Button>
        ))}
      </div>
      {rows.error === null ? null : <ErrorNote error={rows.error} onRetry={() => void rows.refetch()} />}
      <ScrollRegion label="What each row comes to">
        <table className="dense">
          <thead>
            <tr>
              <th>Row</th>
              <th>Type</th>
              <th>Value</th>
              <th>What</th>
            </tr>
          </thead>
          <tbody>
            {numbered.map(({ row, number }) => (
              <RowLine key={number} row={row} recalled={recallOf(row)} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {total <= importPageSize ? null : (
        <div className="import-pages">
          <Button size="small" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Earlier
          </Button>
          {`${formatCount(page * importPageSize + 1)}–${formatCount(Math.min(total, (page + 1) * importPageSize))} of ${formatCount(total)}`}
          <Button size="small" disabled={(page + 1) * importPageSize >= total} onClick={() => setPage(page + 1)}>
            Later
          </Button>
        </div>
      )}
    </section>
  );
}

/** Of a row that is of no type nothing can be asked. */
function nameOf({ type, value }: ImportRow): { readonly type: IndicatorType; readonly value: string } | undefined {
  const known = indicatorTypes.find((one) => one === type);
  return known === undefined ? undefined : { type: known, value };
}

function RowLine({
  row,
  recalled,
}: {
  readonly row: ImportRow;
  readonly recalled: Recalled | undefined;
}): ReactElement {
  return (
    <tr>
      <td className="nowrap">
        <span className={`import-status import-${row.status}`}>{statusWords[row.status]}</span>
      </td>
      <td className="nowrap">{row.type ?? <span className="nothing">–</span>}</td>
      <td className="import-value">
        <HostileText text={row.value} mono inCell limit={120} />
      </td>
      <td className="import-what">
        <RowWords row={row} />
        <RecallNote recalled={recalled} />
      </td>
    </tr>
  );
}

function RowWords({ row }: { readonly row: ImportRow }): ReactElement {
  const parts = row.status === 'same' ? [] : row.parts.map((part) => partWords[part]);
  return (
    <>
      {parts.join(', ')}
      {row.fields.map(({ name, before, after }) => (
        <div key={name} className="import-change">
          {`${name}: `}
          <HostileText text={before || 'nothing'} inCell limit={80} />
          {' → '}
          <HostileText text={after || 'nothing'} inCell limit={80} />
        </div>
      ))}
      {row.reason === null ? null : (
        <div>
          <HostileText text={row.reason} inCell />
        </div>
      )}
      {row.status === 'refused' || row.status === 'skipped' ? (
        <div className="import-place">
          <HostileText text={row.place} inCell limit={80} />
        </div>
      ) : null}
    </>
  );
}
