/** Pages of the IoC explorer about the indicators of `search/generate.ts`: a page depends on its number only. */
import { type BenchIndicator, indicatorAt, type WordField } from '../search/generate.ts';

/** Indicators to a page, as a sync asks for them. */
export const pageSize = 500;
/** Connections: what several know of an indicator arrives from each of them. */
export const connectionCount = 4;
/** The further records of a page come so many pages later. */
const delayPages = 5;
/** More than any walk here reaches, so that none ends. */
const announced = 100_000_000;

/** One page as the vendor sends it. */
export interface VendorAnswer {
  /** Which connection it is of, from 0. */
  readonly connection: number;
  readonly records: number;
  /** Of the generator, of the indicator of each record. */
  readonly indices: readonly number[];
  /** Of the records, without the brackets around them. */
  readonly rawBytes: number;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What arrives in step `number` of a sync of all connections: a page of new indicators, and what others know of earlier ones. */
export function answersOf(number: number): readonly VendorAnswer[] {
  const first = makeAnswer(0, indicesOf(number));
  const late = number - delayPages;
  if (late < 0) return [first];
  const further = Array.from({ length: connectionCount - 1 }, (_, at) => at + 1).map((connection) =>
    makeAnswer(
      connection,
      indicesOf(late).filter((i) => indicatorAt(i).vendors.length > connection),
    ),
  );
  return [first, ...further.filter(({ records }) => records > 0)];
}

/** One record as text, and which indicator of the generator it is about. */
export interface BenchRecord {
  readonly index: number;
  readonly connection: number;
  readonly raw: string;
}

/** The records of an answer, as another store would get them. */
export function recordsOf({ connection, indices, body }: VendorAnswer): readonly BenchRecord[] {
  // As written below.
  const parsed = JSON.parse(new TextDecoder().decode(body)) as { data: { attributes: { data: readonly object[] } } };
  return parsed.data.attributes.data.map((one, at) => ({
    index: indices[at] ?? 0,
    connection,
    raw: JSON.stringify(one),
  }));
}

function indicesOf(number: number): readonly number[] {
  return Array.from({ length: pageSize }, (_, at) => number * pageSize + at);
}

function makeAnswer(connection: number, indices: readonly number[]): VendorAnswer {
  const texts = indices.map((i) => JSON.stringify(recordOf(indicatorAt(i), i, connection)));
  const data = texts.join(',');
  const attributes = `{"data":[${data}],"metadata":{"count":${announced}}}`;
  return {
    connection,
    records: texts.length,
    indices,
    rawBytes: Buffer.byteLength(data) - (texts.length - 1),
    body: new TextEncoder().encode(`{"data":{"id":"ioc-explorer","type":"ioc-explorer","attributes":${attributes}}}`),
  };
}

const secondsText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** A record with the members that the explorer's single read has too, about 1.2 KB. */
function recordOf(one: BenchIndicator, i: number, connection: number): object {
  const wordsOf = (field: WordField): string[] =>
    one.words.filter(([name]) => name === field).map(([name, number]) => `${name}-${number}`);
  const score = Math.min(100, (one.score ?? 0) + connection * 3);
  const sources = wordsOf('source').map((name) => ({ name: `${name} of the exchange` }));
  const asn = one.words.find(([field]) => field === 'asn')?.[1];
  return {
    id: one.value,
    indicator: one.value,
    indicator_type: one.type === 'ipv4' || one.type === 'ipv6' ? 'IP Address' : 'Domain',
    score,
    as_type: wordsOf('as_type')[0] ?? '',
    ...(asn === undefined
      ? {}
      : {
          as_number: String(64_512 + asn),
          as_organization: `Network ${asn} Telecommunications and Hosting Ltd.`,
          as_geo: { city: 'Springfield', country_code: countryOf(one), country_name: 'Somewhere' },
          as_cidr_block: '198.51.0.0/16',
        }),
    malicious_sources: score >= 50 ? sources : null,
    suspicious_sources: score < 50 ? sources : null,
    benign_sources: null,
    categories: wordsOf('category'),
    tags: wordsOf('tag'),
    signal_matches: i % 4,
    log_matches: i % 400,
    signal_tier: 0,
    max_trust_score: 'RAISE_SCORE',
    m_sources: i % 3 === 0 ? 'RAISE_SCORE' : 'NO_EFFECT',
    m_persistence: i % 5 === 0 ? 'RAISE_SCORE' : 'NO_EFFECT',
    m_signal: i % 4 === 0 ? 'NO_EFFECT' : 'RAISE_SCORE',
    m_as_type: 'NO_EFFECT',
    services: [['web-store', 'payments-api', 'sso-gateway', 'mail-relay'][i % 4]],
    hosts: [`web-${1 + (i % 40)}.corp.example`, `db-${1 + (i % 17)}.corp.example`],
    log_sources: [['nginx', 'cloudtrail', 'okta', 'dns'][i % 4]],
    critical_assets: [],
    signal_severity: [{ severity: ['info', 'low', 'medium', 'high'][i % 4], count: i % 4 }],
    users: { email: [`user${i % 900}@corp.example`] },
    additional_data: {
      reference: `https://intel.example/reports/${(Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(16)}`,
      comment: 'Seen in the traffic of a loader that fetches its second stage from here.',
    },
    first_seen: secondsText(one.firstSeenMs),
    last_seen: secondsText(one.lastSeenMs),
    triage_state: 'not_reviewed',
  };
}

/** Two letters for each number of the generator's countries. */
function countryOf({ words }: BenchIndicator): string {
  const number = words.find(([field]) => field === 'country')?.[1] ?? 0;
  return String.fromCharCode(65 + Math.floor(number / 26), 65 + (number % 26));
}
