import { type EmulatorReply, jsonReply, textReply } from '../kit/reply.ts';
import { mix } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { parseDate } from './filter.ts';
import { sampleIdOf } from './record.ts';
import type { ThreatgridStore } from './store.ts';

/** The curated feeds. */
export const curatedFeeds = [
  'autorun-registry',
  'banking-dns',
  'dga-dns',
  'dll-hijacking-dns',
  'doc-net-com-dns',
  'downloaded-pe-dns',
  'dynamic-dns',
  'irc-dns',
  'modified-hosts-dns',
  'parked-dns',
  'public-ip-check-dns',
  'ransomware-dns',
  'rat-dns',
  'scheduled-tasks',
  'sinkholed-ip-dns',
  'stolen-cert-dns',
] as const;

/** One entry of a curated feed. */
export interface CuratedRecord {
  readonly domain: string;
  readonly ips: readonly string[];
  readonly description: string;
  readonly timestamp: string;
  readonly sample: string;
  readonly info: string;
  readonly sample_md5: string;
  readonly sample_sha1: string;
  readonly sample_sha256: string;
}

const portal = 'https://panacea.threatgrid.com/feeds';
const dayMs = 86_400_000;

/**
 * Answers `{name}[_YYYY-MM-DD].{format}`: the day's records, without a date those of the last 24 hours. Formats `json`, `csv`
 * and `txt`; Snort and STIX layouts are not known and not emulated. Undefined: no such file.
 * @throws ThreatgridBadRequest for bad `after` or `before`.
 */
export function answerCurated(
  file: string,
  query: URLSearchParams,
  context: { readonly world: World; readonly store: ThreatgridStore; readonly now: number },
): EmulatorReply | undefined {
  const match = /^([a-z-]+?)(?:_(\d{4}-\d{2}-\d{2}))?\.(json|csv|txt)$/.exec(file);
  const name = curatedFeeds.find((feed) => feed === match?.[1]);
  if (match === null || name === undefined) return undefined;
  const [, , day, format] = match;
  const [after, before] = [query.get('after'), query.get('before')];
  const from =
    after !== null
      ? parseDate('after', after)
      : day === undefined
        ? context.now - dayMs
        : parseDate('date', `${day}T00:00:00Z`);
  const to =
    before !== null ? parseDate('before', before) : day === undefined ? Number.POSITIVE_INFINITY : from + dayMs;
  const records = curatedRecords(name, { from, to }, context);
  if (format === 'json') return jsonReply(200, records);
  if (format === 'txt') return textReply(200, records.map(({ domain }) => `${domain}\n`).join(''), 'text/plain');
  return textReply(200, csvOf(records), 'text/csv');
}

function curatedRecords(
  name: (typeof curatedFeeds)[number],
  window: { readonly from: number; readonly to: number },
  { world, store }: { readonly world: World; readonly store: ThreatgridStore },
): readonly CuratedRecord[] {
  const place = curatedFeeds.indexOf(name);
  return store
    .entries('domains')
    .filter(({ timeMs }) => timeMs >= window.from && timeMs < window.to)
    .filter(({ index }) => mix(world.seed, index, 191) % curatedFeeds.length === place)
    .map(({ index, run, timeMs }) => {
      const { value, file } = world.indicatorAt(index);
      return {
        domain: value,
        ips: [],
        description: descriptionOf(name),
        timestamp: `${new Date(timeMs).toISOString().slice(0, 19)}Z`,
        sample: `${portal}/${name}/samples/${sampleIdOf(world.seed, index, run)}`,
        info: `${portal}/${name}/domains/${value}`,
        sample_md5: file.md5,
        sample_sha1: file.sha1,
        sample_sha256: file.sha256,
      };
    });
}

function descriptionOf(name: string): string {
  if (name === 'banking-dns') return 'Banking Trojan Network Communications';
  const words = name.replace(/-dns$/, '').split('-');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')} Network Communications`;
}

function csvOf(records: readonly CuratedRecord[]): string {
  const lines = records.map((record) =>
    [record.domain, record.timestamp, record.description, record.sample_sha256].join(','),
  );
  return `domain,timestamp,description,sample_sha256\n${lines.map((line) => `${line}\n`).join('')}`;
}
