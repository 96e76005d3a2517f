import { BlockList, isIP } from 'node:net';
import type { ThreatgridFeed } from './feeds.ts';
import type { ThreatgridBehaviour } from './options.ts';
import { ownerOf, sampleIdOf, type ThreatgridEntry, type ThreatgridRecord } from './record.ts';
import type { ThreatgridStore } from './store.ts';

/** A request the service refuses with 400. */
export class ThreatgridBadRequest extends Error {}

const datePattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:([Zz])|([+-]\d{2})(\d{2}))?$/;

/** Epoch ms of a strict date: whole seconds; `Z`, `z`, no zone (UTC) or `+hhmm`. @throws ThreatgridBadRequest otherwise. */
export function parseDate(name: string, text: string): number {
  const match = datePattern.exec(text);
  const zone = match?.[3] === undefined ? 'Z' : `${match[3]}:${match[4]}`;
  const time = match === null ? Number.NaN : Date.parse(`${match[1]}${zone}`);
  // Date.parse rolls 31 February and 24:00 over into the next day; writing it back shows that.
  const isReal =
    !Number.isNaN(time) && new Date(Date.parse(`${match?.[1]}Z`)).toISOString().startsWith(match?.[1] ?? '-');
  if (!isReal) throw new ThreatgridBadRequest(`Invalid date for parameter ${name}: ${text}`);
  return time;
}

/** A whole number of a range; the fallback when absent. @throws ThreatgridBadRequest otherwise. */
export function parseInteger(
  query: URLSearchParams,
  {
    name,
    fallback,
    least,
    most,
  }: { readonly name: string; readonly fallback: number; readonly least: number; readonly most: number },
): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new ThreatgridBadRequest(`Invalid value for parameter ${name}: ${text}`);
  }
  return value;
}

/**
 * The lines that a feed request asks for, newest first, page limits not yet applied.
 * @throws ThreatgridBadRequest for parameters the service refuses.
 */
export function selectEntries(
  store: ThreatgridStore,
  asked: { readonly feed: ThreatgridFeed; readonly query: URLSearchParams; readonly now: number },
  behaviour: ThreatgridBehaviour,
): readonly ThreatgridEntry[] {
  const { feed, query, now } = asked;
  const [after, before] = [query.get('after'), query.get('before')];
  const from = after === null ? now - behaviour.defaultWindowMs : parseDate('after', after);
  const to = before === null ? Number.POSITIVE_INFINITY : parseDate('before', before);
  if (from > to && behaviour.reversedWindow === 'refuse') throw new ThreatgridBadRequest('after is later than before');
  const grade = (name: string) => parseInteger(query, { name, fallback: 80, least: 0, most: 100 });
  const [confidence, severity] = [grade('confidence'), grade('severity')];
  const { isAfterInclusive, isBeforeInclusive } = behaviour;
  const tests = entryTests(store, query);
  const fits = recordTest(feed, query);
  return store
    .entries(feed)
    .filter(
      (entry) =>
        (isAfterInclusive ? entry.timeMs >= from : entry.timeMs > from) &&
        (isBeforeInclusive ? entry.timeMs <= to : entry.timeMs < to) &&
        entry.behaviour.confidence >= confidence &&
        entry.behaviour.severity >= severity &&
        tests.every((test) => test(entry)) &&
        (fits === undefined || fits(store.recordOf(feed, entry))),
    );
}

function entryTests(store: ThreatgridStore, query: URLSearchParams): readonly ((entry: ThreatgridEntry) => boolean)[] {
  const tests: ((entry: ThreatgridEntry) => boolean)[] = [];
  const ioc = query.get('ioc');
  if (ioc !== null) tests.push((entry) => entry.behaviour.name === ioc);
  const samples = query.get('sample') ?? query.get('sample_id');
  if (samples !== null) {
    const wanted = new Set(samples.split(','));
    tests.push((entry) => wanted.has(sampleIdOf(store.seed, entry.index, entry.run)));
  }
  if (isTrue(query, 'user_only')) tests.push((entry) => ownerOf(store.seed, entry.index) === 'user');
  if (isTrue(query, 'org_only')) tests.push((entry) => ownerOf(store.seed, entry.index) !== 'other');
  return tests;
}

function isTrue(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  if (text !== null && text !== 'true' && text !== 'false') {
    throw new ThreatgridBadRequest(`Invalid value for parameter ${name}: ${text}`);
  }
  return text === 'true';
}

type RecordTest = (record: ThreatgridRecord) => boolean;

/** The restriction of the feed, if one is given. */
function recordTest(feed: ThreatgridFeed, query: URLSearchParams): RecordTest | undefined {
  const tests: RecordTest[] = [];
  for (const name of restrictions[feed]) {
    const wanted = query.get(name);
    if (wanted !== null) tests.push(restriction(feed, name, wanted));
  }
  return tests.length === 0 ? undefined : (record) => tests.every((test) => test(record));
}

const restrictions: Readonly<Record<ThreatgridFeed, readonly string[]>> = {
  ips: ['ip'],
  domains: ['domain'],
  urls: ['url'],
  artifacts: ['sha256', 'sha1', 'md5', 'path'],
  paths: ['path'],
  network_streams: ['ip', 'port'],
  registry_keys: ['registry_key'],
};

function restriction(feed: ThreatgridFeed, name: string, wanted: string): RecordTest {
  const lower = wanted.toLowerCase();
  const text = (record: ThreatgridRecord, member: string) => String(record[member] ?? '').toLowerCase();
  switch (name) {
    case 'ip': {
      const isInside = addressTest(wanted);
      const members = feed === 'ips' ? ['ip'] : ['src', 'dst'];
      return (record) => members.some((member) => isInside(text(record, member)));
    }
    case 'port':
      return (record) => text(record, 'src_port') === wanted || text(record, 'dst_port') === wanted;
    case 'domain':
      return (record) => text(record, 'domain') === lower || text(record, 'domain').endsWith(`.${lower}`);
    case 'sha256':
    case 'sha1':
    case 'md5':
      return (record) => text(record, `artifact_${name}`) === lower;
    default:
      return (record) => text(record, name).includes(lower);
  }
}

/** An address or a CIDR. @throws ThreatgridBadRequest for anything else. */
function addressTest(wanted: string): (address: string) => boolean {
  const [address = '', prefix] = wanted.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  try {
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  } catch {
    throw new ThreatgridBadRequest(`Invalid value for parameter ip: ${wanted}`);
  }
  return (candidate) => list.check(candidate, isIP(candidate) === 6 ? 'ipv6' : 'ipv4');
}
