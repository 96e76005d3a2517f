import { useQueries } from '@tanstack/react-query';
import { useRef } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import type { IndicatorStatements, StatementField } from '#shared/model/statement.ts';
import { useClient } from '../../bridge/client-context.ts';
import { keys } from '../../bridge/keys.ts';
import type { RowRange } from './result-window.ts';

/** Rows that are asked about at once. */
const blockSize = 100;
/** A little longer than the pages of the result. */
const keepBlockMs = 20_000;

/** What is said of a row; undefined while it is on the way, null where it could not be read. */
export type RowStatements = IndicatorStatements['fields'] | null | undefined;

/**
 * What the vendors' records say of the rows in sight, asked for only when a column shows it and only in the fields that
 * are shown.
 */
export function useStatements(
  row: (index: number) => IndicatorSummary | undefined,
  range: RowRange,
  fields: readonly StatementField[],
): (id: IndicatorId) => RowStatements {
  const client = useClient();
  const blocks = fields.length === 0 ? [] : listBlocks(row, range);
  const answers = useQueries({
    queries: blocks.map((ids) => ({
      queryKey: keys.statements(ids, fields),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        client.call('indicators.statements', { ids: [...ids], fields: [...fields] }, { signal }),
      gcTime: keepBlockMs,
    })),
  });
  const byId = new Map<number, RowStatements>();
  answers.forEach(({ data, error }, at) => {
    if (data === undefined && error !== null) for (const id of blocks[at] ?? []) byId.set(id, null);
    for (const { id, fields: said } of data ?? []) byId.set(id, said);
  });
  const before = useLastAnswers(fields);
  if (answers.every(({ isPending }) => !isPending)) before.clear();
  for (const [id, said] of byId) before.set(id, said);
  return (id) => before.get(id);
}

/** What is known of each row until the next answers are there, so that cells do not blink when rows change their places. */
function useLastAnswers(fields: readonly StatementField[]): Map<number, RowStatements> {
  const key = fields.join(' ');
  const kept = useRef({ key, answers: new Map<number, RowStatements>() });
  // An answer about other fields says nothing of these.
  if (kept.current.key !== key) kept.current = { key, answers: new Map() };
  return kept.current.answers;
}

/** Ids of the rows in sight, in blocks that stay the same while the rows are scrolled. */
function listBlocks(
  row: (index: number) => IndicatorSummary | undefined,
  { first, last }: RowRange,
): readonly (readonly IndicatorId[])[] {
  const blocks: IndicatorId[][] = [];
  for (let block = Math.floor(first / blockSize); block <= Math.floor(last / blockSize); block += 1) {
    const ids: IndicatorId[] = [];
    for (let index = block * blockSize; index < (block + 1) * blockSize; index += 1) {
      const id = row(index)?.id;
      if (id !== undefined) ids.push(id);
    }
    if (ids.length > 0) blocks.push(ids);
  }
  return blocks;
}
