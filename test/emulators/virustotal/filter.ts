import { badRequest } from './problem.ts';

/** Kinds of objects in the stream. */
export const entityTypes = ['file', 'domain', 'url', 'ip_address'] as const;

/** See {@link entityTypes}. */
export type EntityType = (typeof entityTypes)[number];

/** Where a notification comes from. */
export const origins = ['hunting', 'subscriptions'] as const;

/** See {@link origins}. */
export type Origin = (typeof origins)[number];

/** What a filter can look at; members are computed when asked for. */
export interface FilterTarget {
  /** Unix seconds. */
  date(): number;
  origin(): Origin;
  entityType(): EntityType;
  /** All spellings of the object's id. */
  entityIds(): readonly string[];
  sources(): readonly { readonly id: string; readonly type: string; readonly label: string }[];
  tags(): readonly string[];
}

/** Decides whether a notification matches. */
export type StreamFilter = (target: FilterTarget) => boolean;

const sourceTypes = ['hunting_ruleset', 'retrohunt_job', 'collection', 'threat_actor', 'threat_profile'] as const;
const RELATIVE_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/**
 * Compiles a filter: space-separated `key:value` terms, all of which must hold; values with spaces in double quotes.
 * @param now Unix seconds, for relative dates such as `date:3d+`.
 * @throws VtProblem 400 for an unknown key or a value that the key does not take.
 */
export function compileFilter(text: string, now: number): StreamFilter {
  const terms = splitTerms(text).map(({ key, value }) => compileTerm(key, value, now));
  return (target) => terms.every((term) => term(target));
}

interface Term {
  readonly key: string;
  readonly value: string;
}

function splitTerms(text: string): readonly Term[] {
  const terms: Term[] = [];
  const pattern = /\s*([a-z_]+):(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?=\s|$)/y;
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw badRequest(`Invalid filter: "${text.slice(at).trim()}"`);
    const [, key = '', quoted, plain = ''] = match;
    terms.push({ key, value: quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1') });
  }
  return terms;
}

function compileTerm(key: string, value: string, now: number): StreamFilter {
  switch (key) {
    case 'date':
      return compileDate(value, now);
    case 'origin':
      requireOneOf(key, value, ['hunting', 'subscriptions']);
      return (target) => target.origin() === value;
    case 'entity_type':
      requireOneOf(key, value, entityTypes);
      return (target) => target.entityType() === value;
    case 'entity_id':
      return (target) => target.entityIds().includes(value);
    case 'source_type':
      requireOneOf(key, value, sourceTypes);
      return (target) => target.sources().some(({ type }) => type === value);
    case 'source_id':
      return (target) => target.sources().some(({ id }) => id === value);
    case 'source_name':
      return (target) => target.sources().some(({ label }) => label === value);
    case 'notification_tag':
    case 'tag':
      return (target) => target.tags().includes(value);
    default:
      throw badRequest(`Invalid filter: unknown key "${key}"`);
  }
}

// The recorded wording, with its plural made of the key.
function requireOneOf(key: string, value: string, valid: readonly string[]): void {
  if (valid.includes(value)) return;
  throw badRequest(`${key} "${value}" is not valid. Valid ${key}s are: ${valid.join(',')}`);
}

// The sign is the last character: `date:2023-02-07-` means before that day.
function compileDate(value: string, now: number): StreamFilter {
  const sign = value.at(-1);
  const instant = readDate(value.slice(0, -1), now);
  if (instant === undefined || (sign !== '+' && sign !== '-')) throw badRequest(`date "${value}" is not valid`);
  return sign === '+' ? (target) => target.date() >= instant : (target) => target.date() < instant;
}

function readDate(text: string, now: number): number | undefined {
  const relative = /^(\d{1,4})([dhms])$/.exec(text);
  if (relative !== null) return now - Number(relative[1]) * (RELATIVE_SECONDS[relative[2] ?? ''] ?? 0);
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?$/.exec(text);
  if (match === null) return undefined;
  const written = `${match[1]}T${match[2] ?? '00:00:00'}`;
  const ms = Date.parse(`${written}Z`);
  // Date.parse takes 31 February for 3 March; writing it back tells.
  return Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(written) ? undefined : ms / 1000;
}
