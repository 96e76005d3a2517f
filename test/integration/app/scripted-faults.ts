import type { Fault, FaultContext } from '../../emulators/kit/faults.ts';
import { asRecord, bodyText, type EmulatorReply } from '../../emulators/kit/reply.ts';
import type { VendorId } from './four-vendors.ts';

/** How a stream's run ended: `complete -`, or its status and the code of its error. */
export type Outcome = `${'complete' | 'incomplete' | 'failed'} ${string}`;

/** Something that goes wrong at a vendor's records, and what has to come of it. */
export interface ScriptedFault {
  readonly name: string;
  readonly fault: Fault;
  /** Once: the second request for records is hit. Always: all of them, until the vendor is well again. */
  readonly when: 'once' | 'always';
  /** How the runs that were hit end. */
  readonly outcome: Outcome;
  /** Where a vendor's own rules make another one of it. */
  readonly except?: Partial<Readonly<Record<VendorId, Outcome>>>;
}

type Change = (reply: EmulatorReply, context: FaultContext) => EmulatorReply;

/** The vendor's own answer, changed. */
function changed(change: Change): Fault {
  return {
    kind: 'custom',
    run: async (context) => change(await context.answer(), context),
  };
}

const body = (change: (text: string) => string): Fault =>
  changed((reply) => ({ ...reply, text: change(bodyText(reply)) }));
const header = (headers: Readonly<Record<string, string>>): Fault =>
  changed((reply) => ({ ...reply, headers: { ...reply.headers, ...headers } }));
const instead = (text: string): Fault => ({ kind: 'malformedJson', text });
const status = (code: number): Fault => ({ kind: 'htmlError', status: code });
/** Every number of an answer that counts something becomes another. */
function counts(value: unknown): Fault {
  return changed((reply) => ({ ...reply, value: replaceCounts(structuredClone(reply.value), value) }));
}

const countNames = new Set(['total', 'count', 'current_item_count', 'total_filtered_count', 'total_count']);

function replaceCounts(value: unknown, count: unknown, depth = 0): unknown {
  const record = asRecord(value);
  if (record === undefined || depth > 3) return value;
  return Object.fromEntries(
    Object.entries(record).map(([name, inner]) => [
      name,
      countNames.has(name) ? count : replaceCounts(inner, count, depth + 1),
    ]),
  );
}

const elsewhere = 'https://elsewhere.invalid/';
const bad: Outcome = 'failed vendor.badResponse';
const gone: Outcome = 'incomplete vendor.unavailable';
const fine: Outcome = 'complete -';

/**
 * In the order of the wire: status, transport, media type, text, JSON, page, record. Of the answers that say when to come again only
 * one is here: the others are waited for in real time, and are held against a clock of their own in `test/vendors/kit`.
 */
export const scriptedFaults: readonly ScriptedFault[] = [
  { name: '500 once', fault: status(500), when: 'once', outcome: gone },
  { name: '502 once', fault: status(502), when: 'once', outcome: fine },
  { name: '503 once', fault: status(503), when: 'once', outcome: fine },
  { name: '504 once', fault: status(504), when: 'once', outcome: fine },
  { name: '520 of a proxy once', fault: status(520), when: 'once', outcome: gone },
  { name: '408 once', fault: status(408), when: 'once', outcome: bad },
  { name: '500 for good', fault: status(500), when: 'always', outcome: gone },
  { name: '503 for good', fault: status(503), when: 'always', outcome: gone },
  { name: '400', fault: status(400), when: 'always', outcome: bad },
  { name: '404', fault: status(404), when: 'always', outcome: bad },
  { name: '418', fault: status(418), when: 'always', outcome: bad },
  {
    name: '401 in the middle of the pages',
    fault: { kind: 'expiredToken' },
    when: 'once',
    outcome: 'failed credential.rejected',
    except: { crowdstrike: fine },
  },
  { name: '401 for good', fault: { kind: 'expiredToken' }, when: 'always', outcome: 'failed credential.rejected' },
  {
    name: '403',
    fault: { kind: 'status', status: 403, text: '{"errors":["Forbidden"]}', contentType: 'application/json' },
    when: 'always',
    outcome: 'failed vendor.forbidden',
    except: { datadog: 'failed credential.rejected' },
  },
  { name: '429 that says when', fault: { kind: 'rateLimited', retryAfterSeconds: 1 }, when: 'once', outcome: fine },
  { name: '301', fault: { kind: 'redirect', to: elsewhere, status: 301 }, when: 'always', outcome: bad },
  { name: '302', fault: { kind: 'redirect', to: elsewhere }, when: 'always', outcome: bad },
  { name: '308', fault: { kind: 'redirect', to: elsewhere, status: 308 }, when: 'always', outcome: bad },
  { name: 'reset before the work', fault: { kind: 'reset' }, when: 'once', outcome: fine },
  { name: 'reset after the work', fault: { kind: 'reset', handled: true }, when: 'once', outcome: fine },
  { name: 'reset at the first byte of the body', fault: { kind: 'reset', afterBytes: 1 }, when: 'once', outcome: fine },
  { name: 'reset in the body', fault: { kind: 'reset', afterBytes: 200 }, when: 'once', outcome: fine },
  { name: 'less body than announced', fault: { kind: 'truncated' }, when: 'once', outcome: fine },
  { name: 'half a body, announced as half', fault: { kind: 'truncated', quietly: true }, when: 'once', outcome: fine },
  { name: 'half a body for good', fault: { kind: 'truncated', quietly: true }, when: 'always', outcome: bad },
  { name: 'late', fault: { kind: 'slow', delayMs: 300 }, when: 'once', outcome: fine },
  { name: 'in drops', fault: { kind: 'slow', drip: { bytes: 400, everyMs: 1 } }, when: 'once', outcome: fine },
  { name: 'compressed', fault: { kind: 'gzip' }, when: 'always', outcome: fine },
  { name: 'another encoding than it names', fault: header({ 'content-encoding': 'br' }), when: 'always', outcome: bad },
  {
    name: 'a clock a year ahead',
    fault: header({ date: 'Sat, 20 Nov 2027 12:00:00 GMT' }),
    when: 'always',
    outcome: fine,
  },
  {
    name: 'a clock that stands in 1970',
    fault: header({ date: 'Thu, 01 Jan 1970 00:00:00 GMT' }),
    when: 'always',
    outcome: fine,
  },
  { name: 'a captive portal', fault: { kind: 'html200' }, when: 'always', outcome: bad },
  {
    name: 'JSON under the name of HTML',
    fault: { kind: 'wrongContentType', contentType: 'text/html' },
    when: 'always',
    outcome: bad,
  },
  { name: 'no body', fault: { kind: 'emptyBody' }, when: 'always', outcome: bad },
  { name: '204', fault: { kind: 'emptyBody', status: 204 }, when: 'always', outcome: bad },
  { name: 'no JSON once', fault: { kind: 'malformedJson' }, when: 'once', outcome: fine },
  { name: 'no JSON for good', fault: { kind: 'malformedJson' }, when: 'always', outcome: bad },
  { name: 'a byte order mark', fault: body((text) => `\uFEFF${text}`), when: 'always', outcome: fine },
  { name: 'a NUL behind the JSON', fault: body((text) => `${text}\0`), when: 'always', outcome: bad },
  { name: 'two answers in one', fault: body((text) => text + text), when: 'always', outcome: bad },
  { name: 'HTML behind the JSON', fault: body((text) => `${text}<html>`), when: 'always', outcome: bad },
  { name: 'null', fault: instead('null'), when: 'always', outcome: bad },
  { name: 'a list', fault: instead('[]'), when: 'always', outcome: bad },
  { name: 'a text', fault: instead('"ok"'), when: 'always', outcome: bad },
  { name: 'an empty object', fault: instead('{}'), when: 'always', outcome: bad },
  {
    name: 'members of other types',
    fault: instead('{"data":"x","meta":7,"resources":{"a":1}}'),
    when: 'always',
    outcome: bad,
  },
  {
    name: 'a depth of thousands',
    fault: instead('['.repeat(50_000) + ']'.repeat(50_000)),
    when: 'always',
    outcome: bad,
  },
  { name: 'counts beyond every number', fault: counts(1e308), when: 'always', outcome: bad },
  { name: 'counts below zero', fault: counts(-1), when: 'always', outcome: bad },
  { name: 'counts in words', fault: counts('many'), when: 'always', outcome: bad },
  {
    name: 'a record that is null',
    fault: { kind: 'malformedRecord', replacement: null },
    when: 'once',
    outcome: 'incomplete vendor.badResponse',
  },
  {
    name: 'a record that is a number',
    fault: { kind: 'malformedRecord', replacement: 1e308 },
    when: 'once',
    outcome: 'incomplete vendor.badResponse',
  },
  {
    name: 'a record of other types',
    fault: { kind: 'malformedRecord' },
    when: 'once',
    outcome: 'incomplete vendor.badResponse',
  },
];
