import * as z from 'zod';
import type { Store } from '#main/services/ports/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readInput } from '#shared/errors/read-input.ts';
import { type CsvMapping, csvMappingSchema, mappingNameSchema } from '#shared/model/import.ts';
import { foldName } from '#shared/text/fold-name.ts';

/** Mappings of CSV columns that the analyst has kept under a name. */
export interface CsvMappings {
  /** By name. */
  list(): Promise<readonly NamedMapping[]>;
  /** Without regard to case. @throws AppError `state.notFound` naming those that there are. */
  find(name: string): Promise<CsvMapping>;
  /** One of that name is replaced. @throws AppError `input.invalid`, `input.tooLarge`. */
  save(mapping: NamedMapping): Promise<void>;
  /** @throws AppError `state.notFound`. */
  remove(name: string): Promise<void>;
}

export interface NamedMapping {
  readonly name: string;
  readonly mapping: CsvMapping;
}

const settingName = 'csvMappings';
const mostMappings = 200;
const savedSchema = z.array(z.strictObject({ name: mappingNameSchema, mapping: csvMappingSchema }));

/** Keeps them in one setting: they are few and small. */
export function createCsvMappings(store: Store): CsvMappings {
  async function list(): Promise<readonly NamedMapping[]> {
    const text = (await store.read('settings.get', null))[settingName];
    if (text === undefined) return [];
    const parsed = savedSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : [];
  }
  async function write(mappings: readonly NamedMapping[]): Promise<void> {
    const sorted = mappings.toSorted((a, b) => (foldName(a.name) < foldName(b.name) ? -1 : 1));
    await store.write('settings.set', { name: settingName, value: JSON.stringify(sorted) });
  }
  const others = (all: readonly NamedMapping[], name: string): readonly NamedMapping[] =>
    all.filter((one) => foldName(one.name) !== foldName(name));
  return {
    list,
    async find(name) {
      const all = await list();
      const found = all.find((one) => foldName(one.name) === foldName(name));
      if (found === undefined) throw noSuchMapping(all);
      return found.mapping;
    },
    async save({ name, mapping }) {
      const named = {
        name: readInput(mappingNameSchema, name, 'The name'),
        mapping: readInput(csvMappingSchema, mapping, 'The mapping'),
      };
      const kept = others(await list(), named.name);
      if (kept.length >= mostMappings) {
        throw new AppError('input.tooLarge', `There are ${mostMappings} mappings, the most that are kept.`, {
          suggestion: 'Remove one first.',
        });
      }
      await write([...kept, named]);
    },
    async remove(name) {
      const all = await list();
      const kept = others(all, name);
      if (kept.length === all.length) throw noSuchMapping(all);
      await write(kept);
    },
  };
}

function noSuchMapping(all: readonly NamedMapping[]): AppError {
  return new AppError('state.notFound', 'There is no mapping of that name.', {
    suggestion: all.length === 0 ? 'None is saved yet.' : `One of: ${all.map(({ name }) => name).join(', ')}.`,
  });
}
