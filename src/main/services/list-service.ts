import * as z from 'zod';
import { convertMispList, type MispListOutcome } from '#main/domain/benign/misp-list.ts';
import { recognise } from '#main/domain/canonicalise.ts';
import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { AllowEntryView, BenignListView, ListCheck } from '#shared/model/benign-list.ts';
import type { NamedIndicator } from './ports/store/indicators.ts';
import type { Store } from './ports/store.ts';
import type { SettingsService } from './settings-service.ts';

/** Lists of harmless values: the shipped and imported ones, and the analyst's own. */
export interface ListService {
  list(): Promise<readonly BenignListView[]>;
  /** What `importList` would do; nothing is changed. @throws AppError `input.invalid`. */
  check(fileName: string, text: string): Promise<ListCheck>;
  /**
   * Takes a MISP warning list over, under its file's name; a list of that name is replaced when this one is newer.
   * @throws AppError `input.invalid` for what is no such list or cannot be used, `state.conflict` for one that is not newer.
   */
  importList(
    fileName: string,
    text: string,
  ): Promise<{ readonly title: string; readonly entries: number; readonly leftOut: number }>;
  /** @throws AppError `state.notFound`. */
  remove(name: string): Promise<void>;
  /** Titles of the lists that each indicator stands on, the analyst's own among them; in their order. */
  match(indicators: readonly NamedIndicator[]): Promise<readonly (readonly string[])[]>;
  /** The analyst's own entries, newest first. */
  allowed(): Promise<readonly AllowEntryView[]>;
  /**
   * Trusts a value from now on; a domain with what is below it, a network with what is inside.
   * @throws AppError `input.invalid` for text that is no indicator, or a time that has passed.
   */
  allow(entry: { readonly value: string; readonly reason: string; readonly expiresAtMs: number | null }): Promise<void>;
  /** @throws AppError `state.notFound`. */
  disallow(id: number): Promise<void>;
}

/** MISP's schema of a list, as far as we use it. */
const mispListSchema = z.object({
  name: z.string().min(1).max(500),
  description: z.string().default(''),
  version: z.number().int().min(0),
  type: z.enum(['string', 'substring', 'hostname', 'cidr', 'regex']),
  matching_attributes: z.array(z.string()).optional(),
  list: z.array(z.string().max(2_048)).min(1).max(1_000_000),
});

/** Keeps lists in the store; whoever adds an entry stands beside it. */
export function createListService(parts: {
  readonly store: Store;
  readonly settings: SettingsService;
  readonly clock: Clock;
}): ListService {
  const { store, settings, clock } = parts;
  return {
    list: () => store.read('lists.list', null),
    check: (fileName, text) => check(store, fileName, text),
    importList: (fileName, text) => importList(store, fileName, text),
    match: (indicators) => store.read('lists.match', { indicators }),
    async remove(name) {
      const { removed } = await store.write('lists.remove', { name });
      if (removed === 0) throw new AppError('state.notFound', 'There is no such list.');
    },
    allowed: () => store.read('allow.list', null),
    async allow({ value, reason, expiresAtMs }) {
      if (expiresAtMs !== null && expiresAtMs <= clock.nowMs()) {
        throw new AppError('input.invalid', 'The entry would have expired already.', {
          suggestion: 'Give a day to come.',
        });
      }
      // `*.x.com` is what people write for a name with everything below it.
      const named = recognise(value.trim().replace(/^\*\./, ''));
      if (named.type === 'other') {
        throw new AppError('input.invalid', 'This is no indicator of a type that is known.', {
          suggestion: 'Give an address, network, host name, URL, e-mail address, hash, path or registry key.',
        });
      }
      const owner = (await settings.get()).analystName;
      await store.write('allow.add', { type: named.type, value: named.value, reason, owner, expiresAtMs });
    },
    async disallow(id) {
      const { removed } = await store.write('allow.remove', { id });
      if (removed === 0) throw new AppError('state.notFound', 'There is no such entry.');
    },
  };
}

async function check(store: Store, fileName: string, text: string): Promise<ListCheck> {
  const { list, leftOut } = readList(fileName, text);
  const { name, title, version, types, entries } = list;
  const here = (await store.read('lists.list', null)).find((one) => one.name === name);
  return {
    name,
    title,
    version,
    types: [...types],
    entries: entries.length,
    leftOut,
    present: here === undefined ? null : { version: here.version, entries: here.entries, isShipped: here.isShipped },
    isNewer: here === undefined || version > here.version,
  };
}

async function importList(store: Store, fileName: string, text: string) {
  const { list, leftOut } = readList(fileName, text);
  const { isStored } = await store.write('lists.store', { list });
  if (!isStored) throw new AppError('state.conflict', 'This version of the list, or a newer one, is here already.');
  return { title: list.title, entries: list.entries.length, leftOut };
}

function readList(fileName: string, text: string): MispListOutcome {
  const parsed = mispListSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new AppError('input.invalid', 'This is no MISP warning list.', {
      cause: parsed.error,
      suggestion: 'Give the list.json of a list, named after the list.',
    });
  }
  const outcome = convertMispList(nameOf(fileName), parsed.data);
  if (outcome !== undefined) return outcome;
  const isRegex = parsed.data.type === 'regex';
  throw new AppError(
    'input.invalid',
    isRegex
      ? 'Lists of regular expressions from files are not run.'
      : 'The list says nothing about types that are kept here.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('input.invalid', 'This is no JSON text.', { cause });
  }
}

/** MISP keeps each list as `list.json` in a folder of the list's name; a downloaded copy is called after it. */
function nameOf(fileName: string): string {
  const name = fileName
    .replace(/\.json$/i, '')
    .replaceAll(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 100);
  return name === '' ? 'imported' : name;
}
