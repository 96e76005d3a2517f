import type { IndicatorSummary, Observation } from '#shared/model/indicator.ts';
import type { FieldStatements, IndicatorStatements, Statement, StatementField } from '#shared/model/statement.ts';
import { makeDetail } from './indicators.ts';

type Said = Pick<Statement, 'value' | 'intent'>;

function readField(record: Observation, field: StatementField): readonly Said[] {
  const read: Readonly<Partial<Record<StatementField, keyof Observation>>> = {
    firstSeen: 'firstSeenMs',
    lastSeen: 'lastSeenMs',
    expires: 'expiresAtMs',
    fetched: 'fetchedAtMs',
    gone: 'goneAtMs',
  };
  if (field === 'ownTags') return [];
  if (field === 'sources') return record.sources.map(({ name, intent }) => ({ value: name, intent }));
  if (field === 'benign') return record.benign ? [{ value: 'yes', intent: null }] : [];
  const value = record[read[field] ?? (field as keyof Observation)];
  return [value]
    .flat()
    .flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [{ value: one, intent: null }] : []));
}

/** What is said of an indicator in some fields; nothing of one that is not there. */
export function makeStatements(
  id: IndicatorSummary['id'],
  all: readonly IndicatorSummary[],
  fields: readonly StatementField[],
): IndicatorStatements {
  const row = all.find((one) => one.id === id);
  if (row === undefined) return { id, fields: {} };
  const detail = makeDetail(row, all);
  const told: Partial<Record<StatementField, FieldStatements>> = {};
  for (const field of fields) {
    const said = new Map<string, Statement>();
    for (const record of detail.observationList) {
      const { vendor, connection, goneAtMs } = record;
      for (const one of readField(record, field)) {
        const known = said.get(`${one.intent} ${one.value}`);
        const by = [...(known?.by ?? []), { vendor, connection }];
        said.set(`${one.intent} ${one.value}`, { ...one, by, gone: goneAtMs !== null });
      }
    }
    const all = [...said.values()];
    if (all.length > 0) told[field] = { said: all.slice(0, 6), more: Math.max(0, all.length - 6) };
  }
  return { id, fields: told };
}
