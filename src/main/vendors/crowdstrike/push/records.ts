/** What Falcon holds, read for pushes. */
import { asList, asObject, textOf } from '../../kit/push-fields.ts';
import type { AskVendor } from '../../operation.ts';
import { quoteFql } from '../fql.ts';

/** Values in one search: the filter stays short. */
const valuesPerSearch = 50;

export type FalconRecord = Readonly<Record<string, unknown>>;

/** Records by id, in the order of the ids; null for unknown ones. */
export async function readById(ask: AskVendor, ids: readonly string[]): Promise<readonly (FalconRecord | null)[]> {
  if (ids.length === 0) return [];
  const found = resourcesOf(await ask('indicator_get_v1', { ids: [...new Set(ids)] }));
  const byId = new Map(found.map((record) => [textOf(record, 'id'), record]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** A type and a value. */
export interface NamedValue {
  readonly type: string;
  readonly value: string;
}

/** Live records of the tenant's own by type and value, in the order of the names; null where there is none. */
export async function readByName(
  ask: AskVendor,
  names: readonly NamedValue[],
): Promise<readonly (FalconRecord | null)[]> {
  const byName = new Map<string, FalconRecord>();
  for (const [type, ofType] of Map.groupBy(names, (name) => name.type)) {
    const values = [...new Set(ofType.map(({ value }) => value.toLowerCase()))];
    for (let at = 0; at < values.length; at += valuesPerSearch) {
      const list = values
        .slice(at, at + valuesPerSearch)
        .map(quoteFql)
        .join();
      const filter = `deleted:false+type:${quoteFql(type)}+value:[${list}]`;
      for (const record of resourcesOf(await ask('indicator_combined_v1', { filter, limit: 500 }))) {
        byName.set(nameKey(textOf(record, 'type') ?? '', textOf(record, 'value') ?? ''), record);
      }
    }
  }
  return names.map(({ type, value }) => byName.get(nameKey(type, value)) ?? null);
}

/** How many records a filter finds, and when the newest of them was changed. */
export async function readByFilter(
  ask: AskVendor,
  { filter, from_parent }: FalconRecord,
): Promise<{ readonly matches: number; readonly newest: string | null }> {
  const page = asObject(
    await ask('indicator_combined_v1', {
      // Deleted ones stay searchable; a deletion does not concern them.
      filter: `deleted:false+(${String(filter)})`,
      sort: 'modified_on.desc',
      limit: 1,
      ...(from_parent === undefined ? {} : { from_parent }),
    }),
  );
  const total = asObject(asObject(page?.['meta'])?.['pagination'])?.['total'];
  const [first] = resourcesOf(page);
  return { matches: typeof total === 'number' ? total : 0, newest: textOf(first, 'modified_on') ?? null };
}

/** The records of an envelope. */
export function resourcesOf(output: unknown): readonly FalconRecord[] {
  return asList(asObject(output)?.['resources'])
    .map(asObject)
    .filter((one) => one !== undefined);
}

function nameKey(type: string, value: string): string {
  return `${type}\n${value.toLowerCase()}`;
}
