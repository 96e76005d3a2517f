import { X509Certificate } from 'node:crypto';
import type { MethodInput, MethodName } from '#shared/contract/methods.ts';
import type { CaseNumber, ConnectionId, IndicatorId, ObservationId } from '#shared/model/ids.ts';
import { serverKey, testAuthority } from '../../security/support/certificates.ts';
import { installerName } from '../../support/release.ts';

const testFingerprint = new X509Certificate(testAuthority).fingerprint256.replaceAll(':', '').toLowerCase();

/** What the application under test holds, so that accepting cases can name it. */
export interface Seed {
  readonly connectionId: ConnectionId;
  /** A connection that nothing else needs. */
  readonly spareConnectionId: ConnectionId;
  readonly caseNumber: CaseNumber;
  /** A case that nothing else needs. */
  readonly spareCaseNumber: CaseNumber;
  readonly taskId: number;
  /** A note without evidence; its case holds the others. */
  readonly noteId: number;
  readonly evidenceId: number;
  readonly spareEvidenceId: number;
  /** An own entry of the timeline. */
  readonly entryId: number;
  /** A file of the case. */
  readonly attachedId: number;
  /** A case bundle that has arrived. */
  readonly bundleId: number;
  /** A file that has arrived and is in no case. */
  readonly caseFileId: number;
  /** A queued change. */
  readonly outboxId: number;
  readonly indicatorId: IndicatorId;
  readonly indicator: { readonly type: 'ipv4'; readonly value: string };
  readonly observationId: ObservationId;
  /** A file of three bytes that has not arrived yet. */
  readonly uploadId: number;
  /** A file that has arrived. */
  readonly arrivedId: number;
  /** A finished look-up with a known and an unknown candidate. */
  readonly lookupId: number;
  /** A table of indicators that has arrived. */
  readonly tableFileId: number;
  /** A table that was read and previewed. */
  readonly importId: number;
  /** A warning list that has arrived and is not here yet. */
  readonly listFileId: number;
  /** A list that is here. */
  readonly listName: string;
  /** An entry of the analyst's own. */
  readonly allowId: number;
}

/** One method's cases: inputs that are answered, and inputs that are refused with `input.invalid`. */
export interface MethodCases<Name extends MethodName> {
  readonly accepts: readonly ((seed: Seed) => MethodInput<Name>)[];
  readonly refuses: readonly unknown[];
}

/** What is wrong for every method. */
export const refusedEverywhere: readonly unknown[] = ['text', 17, true, [], { unknownKey: 1 }, [null]];

const csvMapping = { delimiter: ',', hasHeader: true, columns: { value: 'ioc' }, defaultType: null } as const;
const nothing = { accepts: [() => null], refuses: [{}, 0, ''] };
const connectionRef = {
  accepts: [({ connectionId }: Seed) => ({ id: connectionId })],
  refuses: [
    null,
    {},
    { id: 'c-1' },
    { id: '../c-0123456789abcdef' },
    { id: 7 },
    { id: 'c-0123456789abcdef', extra: 1 },
  ],
};
const query = {
  accepts: [() => ({ query: '' }), () => ({ query: 'type:ipv4 score:>=0' })],
  refuses: [null, {}, { query: 7 }, { query: 'x'.repeat(1_000_001) }, { query: '', sql: 'SELECT 1' }],
};
const newConnection = (name: string) => ({
  name,
  vendor: 'acme',
  site: null,
  baseUrl: 'http://127.0.0.1:9',
  options: {},
  secret: { apiKey: 'key-1' },
  keepSecretIn: 'memory' as const,
});
const badConnections: readonly unknown[] = [
  null,
  { ...newConnection('x'), name: '' },
  { ...newConnection('x'), name: 'a/b' },
  { ...newConnection('x'), vendor: 'unknown' },
  { ...newConnection('x'), site: 'mars' },
  { ...newConnection('x'), baseUrl: 'http://elsewhere.example' },
  { ...newConnection('x'), baseUrl: 'https://host.example/path' },
  { ...newConnection('x'), options: { all: { apiKey: 'k' } } },
  { ...newConnection('x'), options: { all: { unknown: 1 } } },
  { ...newConnection('x'), options: { unknown: {} } },
  { ...newConnection('x'), secret: { apiKey: 'a' } },
  { ...newConnection('x'), secret: { password: 'a' } },
  { ...newConnection('x'), keepSecretIn: 'file' },
  { ...newConnection('x'), file: '/etc/passwd' },
];
const firstId = 'c-0000000000000001';
const badLookupRefs: readonly unknown[] = [null, {}, { id: -1 }, { id: 'x' }, { id: 1, more: 1 }];
const listOf = (id: number) => ({ id, statuses: [], types: [], order: 'text' as const });
const pickOf = (id: number, indexes: number[] | null) => ({ id, indexes, statuses: [], types: [] });
const outboxIds = {
  accepts: [({ outboxId }: Seed) => ({ ids: [outboxId] })],
  refuses: [null, {}, { ids: [] }, { ids: [0] }, { ids: ['1'] }, { ids: [1], all: true }],
};
const exportOf = (seed: Seed) => ({
  format: 'html',
  scope: { case: seed.caseNumber },
  tlp: null,
  defang: true,
  includeRaw: false,
});
const selection = (seed: Seed) => ({ selection: { ids: [seed.indicatorId] } });
const inCase = ({ caseNumber }: Seed) => ({ number: caseNumber });
const number = 'CASE-0001';
const casePart = [null, { number }, { number, id: '1' }, { id: 1 }];
const logPages = {
  accepts: [
    (seed: Seed) => ({ ...inCase(seed), after: null, limit: 200 }),
    (seed: Seed) => ({ ...inCase(seed), after: 7, limit: 1 }),
  ],
  refuses: [
    null,
    { number },
    { number, after: null, limit: 201 },
    { number, after: null, limit: 0 },
    { number, after: '1', limit: 1 },
    { number, after: null, limit: 1, order: 'oldest' },
  ],
};

/** Cases of every method; a method without them is a compile error here and a failure in the test. */
export const methodCases: { readonly [Name in MethodName]: MethodCases<Name> } = {
  'app.info': nothing,
  'settings.get': nothing,
  'settings.set': {
    accepts: [() => ({}), () => ({ theme: 'dark', analystName: 'Ada' })],
    refuses: [
      null,
      { theme: 'pink' },
      { analystName: '' },
      { defaultTlp: 'purple' },
      { updates: 'always' },
      { proxy: 'http://x' },
    ],
  },
  'vault.status': nothing,
  'vendors.list': nothing,
  'budgets.list': nothing,
  'budgets.cancelWaits': connectionRef,
  'network.get': nothing,
  'network.setProxy': {
    accepts: [
      () => ({ mode: 'manual', origin: 'http://proxy.example:3128', bypass: ['10.0.0.0/8'], includesLoopback: false }),
      () => ({ mode: 'system', origin: null, bypass: [], includesLoopback: false }),
    ],
    refuses: [
      null,
      { mode: 'off', origin: null, bypass: [], includesLoopback: false },
      { mode: 'manual', origin: null, bypass: [], includesLoopback: false },
      { mode: 'manual', origin: 'http://user:password@proxy.example', bypass: [], includesLoopback: false },
      { mode: 'manual', origin: 'ftp://proxy.example', bypass: [], includesLoopback: false },
      { mode: 'manual', origin: 'http://proxy.example/path', bypass: [], includesLoopback: false },
      { mode: 'manual', origin: 'http://proxy.example', bypass: ['a b'], includesLoopback: false },
      { mode: 'none', origin: null, bypass: [], includesLoopback: false, ignoreTls: true },
    ],
  },
  'network.setProxyLogin': {
    accepts: [() => ({ login: { user: 'ada', password: 'word-1' } }), () => ({ login: null })],
    refuses: [null, {}, { login: { user: '', password: 'x' } }, { login: { user: 'a:b', password: 'x' } }],
  },
  'network.addAuthorities': {
    accepts: [() => ({ pem: testAuthority, connectionId: null })],
    refuses: [
      null,
      { pem: '', connectionId: null },
      { pem: 'no certificate', connectionId: null },
      { pem: `${testAuthority}${serverKey}`, connectionId: null },
      { pem: testAuthority, connectionId: 'c-1' },
      { path: '/etc/ssl/ca.pem', connectionId: null },
    ],
  },
  'network.removeAuthority': {
    // Of what `network.addAuthorities` added before.
    accepts: [() => ({ fingerprint: testFingerprint, connectionId: null })],
    refuses: [null, {}, { fingerprint: 'abc', connectionId: null }],
  },
  'connections.list': nothing,
  'schedule.list': nothing,
  'sources.overlap': nothing,
  'sources.checks': nothing,
  'connections.add': { accepts: [() => newConnection('Added')], refuses: badConnections },
  'connections.update': {
    accepts: [
      ({ spareConnectionId }) => ({ id: spareConnectionId, name: 'Renamed', options: {} }),
      ({ spareConnectionId }) => ({ id: spareConnectionId, retentionDays: 3_650 }),
      ({ spareConnectionId }) => ({ id: spareConnectionId, syncEveryMinutes: 60 }),
      ({ spareConnectionId }) => ({ id: spareConnectionId, syncEveryMinutes: null }),
    ],
    refuses: [
      null,
      {},
      { id: 'c-1' },
      { id: 'c-0123456789abcdef', name: '' },
      { id: 'c-0123456789abcdef', vendor: 'x' },
      { id: 'c-0123456789abcdef', retentionDays: 0 },
      { id: 'c-0123456789abcdef', syncEveryMinutes: 4 },
      { id: 'c-0123456789abcdef', syncEveryMinutes: 7.5 },
    ],
  },
  'connections.countDue': {
    accepts: [({ spareConnectionId }) => ({ id: spareConnectionId, days: 30 })],
    refuses: [null, {}, { id: 'c-0123456789abcdef' }, { id: 'c-0123456789abcdef', days: 0.5 }],
  },
  'connections.forgetDue': connectionRef,
  'connections.remove': {
    accepts: [({ spareConnectionId }) => ({ id: spareConnectionId, purge: false })],
    refuses: [null, {}, { id: 'c-0123456789abcdef' }, { id: 'c-0123456789abcdef', purge: 'yes' }],
  },
  'connections.test': connectionRef,
  'connections.tryOut': { accepts: [() => newConnection('Tried')], refuses: badConnections },
  'credentials.set': {
    accepts: [
      ({ connectionId }) => ({
        id: connectionId,
        secret: { apiKey: 'key-2' },
        keepIn: 'memory',
      }),
    ],
    refuses: [
      null,
      {},
      { id: 'c-0123456789abcdef', secret: 'text', keepIn: 'memory' },
      { id: 'c-0123456789abcdef', secret: { apiKey: 7 }, keepIn: 'memory' },
      { id: 'c-0123456789abcdef', secret: { apiKey: 'x'.repeat(4_097) }, keepIn: 'memory' },
      { id: 'c-0123456789abcdef', secret: {}, keepIn: 'file' },
    ],
  },
  'credentials.clear': connectionRef,
  'operations.list': connectionRef,
  'operations.forgetRefusal': {
    accepts: [({ connectionId }) => ({ id: connectionId, operation: 'host_block' })],
    refuses: [
      null,
      {},
      { id: firstId },
      { id: firstId, operation: 'no_such' },
      { id: firstId, operation: 'x'.repeat(65) },
    ],
  },
  'operations.run': {
    accepts: [
      ({ connectionId }) => ({ id: connectionId, operation: 'host_get', input: { id: 'a' }, confirmed: false }),
      ({ connectionId }) => ({ id: connectionId, operation: 'host_block', input: { id: 'a' }, confirmed: true }),
    ],
    refuses: [
      null,
      {},
      { id: 'c-1', operation: 'host_get', input: {}, confirmed: false },
      { id: firstId, operation: 'host_get', input: {}, confirmed: false },
      { id: firstId, operation: 'host_get', input: { id: 7 }, confirmed: false },
      { id: firstId, operation: 'host_get', input: { id: 'a', url: 'http://x' }, confirmed: false },
      { id: firstId, operation: 'host_block', input: { id: 'a' }, confirmed: false },
      { id: firstId, operation: 'no_such', input: {}, confirmed: true },
      { id: firstId, operation: 'host_get', input: 'a', confirmed: false },
    ],
  },
  'outbox.list': {
    accepts: [() => ({ states: null, offset: 0, limit: 500 }), () => ({ states: ['queued'], offset: 5, limit: 1 })],
    refuses: [
      null,
      {},
      { states: [], offset: 0, limit: 1 },
      { states: ['lost'], offset: 0, limit: 1 },
      { states: null, offset: -1, limit: 1 },
      { states: null, offset: 0, limit: 501 },
    ],
  },
  'outbox.diff': outboxIds,
  'outbox.writes': nothing,
  'outbox.countMatches': {
    accepts: [({ connectionId }) => ({ id: connectionId, operation: 'host_block', input: { id: '*' } })],
    refuses: [
      null,
      {},
      { id: firstId, operation: 'host_block', input: { id: 'a' } },
      { id: firstId, operation: 'host_get', input: { id: 'a' } },
      { id: firstId, operation: 'host_block', input: {} },
    ],
  },
  'outbox.queue': {
    accepts: [
      ({ connectionId }) => ({ id: connectionId, operation: 'host_block', input: { id: 'a' } }),
      ({ connectionId }) => ({
        id: connectionId,
        operation: 'host_block',
        input: { id: '*' },
        agreed: { matches: 3 },
      }),
    ],
    refuses: [
      null,
      {},
      { id: firstId, operation: 'host_block', input: { id: 'a' }, agreed: { matches: -1 } },
      { id: 'c-1', operation: 'host_block', input: { id: 'a' } },
      { id: firstId, operation: 'host_get', input: { id: 'a' } },
      { id: firstId, operation: 'host_block', input: {} },
      { id: firstId, operation: 'host_block', input: { id: 'a', path: '/' } },
      { id: firstId, operation: 'no_such', input: {} },
    ],
  },
  'outbox.queueSelection': {
    accepts: [
      (seed) => ({ ...selection(seed), id: seed.connectionId, operation: 'host_block', fields: {} }),
      ({ connectionId, lookupId }) => ({
        id: connectionId,
        operation: 'host_block',
        selection: { lookup: pickOf(lookupId, [0, 1]) },
        fields: {},
      }),
    ],
    refuses: [
      null,
      {},
      { id: firstId, operation: 'host_block', selection: { ids: [] }, fields: {} },
      { id: firstId, operation: 'host_get', selection: { query: '' }, fields: {} },
      { id: firstId, operation: 'host_block', selection: { query: '(' }, fields: {} },
      { id: firstId, operation: 'host_block', selection: { lookup: { id: 1 } }, fields: {} },
    ],
  },
  'outbox.edit': {
    accepts: [({ outboxId }) => ({ id: outboxId, input: { id: 'b' } })],
    refuses: [null, {}, { id: 0, input: {} }, { id: 1, input: 'a' }, { id: 1, input: {} }, { id: 1, input: { id: 7 } }],
  },
  'outbox.move': {
    accepts: [({ outboxId }) => ({ id: outboxId, beforeId: null })],
    refuses: [null, {}, { id: 0, beforeId: null }, { id: 1 }, { id: 1, beforeId: 'x' }],
  },
  'outbox.drop': outboxIds,
  'outbox.takeBack': outboxIds,
  'outbox.rebase': outboxIds,
  'outbox.send': {
    accepts: [({ outboxId }) => ({ ids: [outboxId] }), () => ({ ids: null })],
    refuses: [null, {}, { ids: [] }, { ids: 'all' }, { ids: [1.5] }],
  },
  'outbox.words': connectionRef,
  'outbox.refreshWords': connectionRef,
  'details.get': {
    accepts: [({ indicatorId }) => ({ id: indicatorId })],
    refuses: [null, {}, { id: 0 }, { id: '1' }, { id: 1, connection: 'x' }],
  },
  'details.refresh': {
    accepts: [
      (seed) => ({ ...selection(seed), connectionIds: null }),
      (seed) => ({ ...selection(seed), connectionIds: [seed.connectionId] }),
    ],
    refuses: [
      null,
      {},
      { selection: { ids: [] }, connectionIds: null },
      { selection: { ids: [1] }, connectionIds: [] },
      { selection: { ids: [1] }, connectionIds: ['c-1'] },
      { selection: { query: 'score:>' }, connectionIds: null },
    ],
  },
  'details.cancel': nothing,
  'sync.start': {
    accepts: [
      ({ connectionId }) => ({ connectionIds: [connectionId], streams: null, full: false }),
      () => ({ connectionIds: [], streams: null, full: false }),
    ],
    refuses: [
      null,
      {},
      { connectionIds: ['c-1'], streams: null, full: false },
      { connectionIds: null, streams: 'indicators', full: false },
      { connectionIds: null, streams: ['no-such-stream'], full: false },
      { connectionIds: null, streams: null, full: 1 },
    ],
  },
  'sync.cancel': {
    accepts: [() => ({ connectionId: null }), ({ connectionId }) => ({ connectionId })],
    refuses: [null, {}, { connectionId: 'all' }],
  },
  'sync.status': nothing,
  'runs.list': {
    accepts: [() => ({ connectionId: null, limit: 1_000 }), ({ connectionId }) => ({ connectionId, limit: 1 })],
    refuses: [
      null,
      {},
      { connectionId: null, limit: 0 },
      { connectionId: null, limit: 1_001 },
      { connectionId: '*', limit: 1 },
    ],
  },
  'runs.rejected': {
    accepts: [() => ({ runId: 1, limit: 200 })],
    refuses: [null, {}, { runId: '1', limit: 1 }, { runId: 1.5, limit: 1 }, { runId: 1, limit: 201 }],
  },
  'calls.cancel': {
    accepts: [() => ({ id: 7 })],
    refuses: [null, {}, { id: -1 }, { id: '7' }, { id: 1, method: 'app.info' }],
  },
  'indicators.recall': {
    accepts: [({ indicator }) => ({ indicators: [indicator, { type: 'domain', value: 'unheard-of.net' }] })],
    refuses: [null, {}, { indicators: [] }, { indicators: [{ type: 'ip', value: 'x' }] }, { ids: [1] }],
  },
  'indicators.statements': {
    accepts: [
      ({ indicatorId }) => ({ ids: [indicatorId], fields: ['severity', 'sources'] }),
      () => ({ ids: [999_999 as IndicatorId], fields: ['ownTags'] }),
    ],
    refuses: [
      null,
      {},
      { ids: [], fields: ['severity'] },
      { ids: [1], fields: [] },
      { ids: [1], fields: ['raw'] },
      { ids: ['1'], fields: ['severity'] },
      { ids: Array.from({ length: 201 }, (_unused, at) => at + 1), fields: ['severity'] },
      { ids: [1], fields: ['severity'], query: '' },
    ],
  },
  'indicators.search': {
    accepts: [() => ({ query: '', offset: 0, limit: 200 }), () => ({ query: 'type:ipv4', offset: 5, limit: 1 })],
    refuses: [
      null,
      {},
      { query: '', offset: -1, limit: 1 },
      { query: '', offset: 0, limit: 201 },
      { query: '', offset: 0, limit: 0 },
      { query: 'type:planet', offset: 0, limit: 1 },
      { query: '(', offset: 0, limit: 1 },
      { query: 'x'.repeat(1_000_001), offset: 0, limit: 1 },
      { query: '', offset: 0, limit: 1, sql: 'SELECT 1' },
    ],
  },
  'indicators.count': query,
  'indicators.facets': query,
  'indicators.histogram': {
    accepts: [() => ({ query: 'type:ipv4', field: 'last_seen' }), () => ({ query: '', field: 'first_seen' })],
    refuses: [
      null,
      {},
      { query: '' },
      { query: '', field: 'fetched' },
      { query: '(', field: 'last_seen' },
      { query: '', field: 'last_seen', unit: 'hour' },
    ],
  },
  'indicators.hints': query,
  'indicators.pivots': {
    accepts: [({ indicatorId }) => ({ id: indicatorId }), () => ({ id: 1_000_000 as IndicatorId })],
    refuses: [null, {}, { id: 0 }, { id: '1' }, { id: 1, query: '' }, { type: 'ipv4', value: '198.51.100.9' }],
  },
  'audit.list': {
    accepts: [
      () => ({ number: null, after: null, limit: 200 }),
      ({ caseNumber }) => ({ number: caseNumber, after: 3, limit: 1 }),
    ],
    refuses: [
      null,
      { number: null, after: null },
      { number: 'CASE-1', after: null, limit: 1 },
      { number: null, after: null, limit: 201 },
      { number: null, after: '3', limit: 1 },
    ],
  },
  'audit.verify': nothing,
  'bundles.open': {
    accepts: [({ bundleId }) => ({ id: bundleId, passphrase: null })],
    refuses: [
      null,
      {},
      { id: 1 },
      { id: '1', passphrase: null },
      { id: 1, passphrase: 7 },
      { id: 1, passphrase: 'x'.repeat(1_025) },
    ],
  },
  'searches.list': nothing,
  'searches.history': nothing,
  'searches.save': {
    accepts: [
      () => ({ name: 'Mine', query: 'type:domain', columns: null }),
      () => ({ name: 'Mine', query: '', columns: [{ id: 'value', width: 300, pinned: true }] }),
    ],
    refuses: [
      null,
      { name: '', query: '', columns: null },
      { name: 'x'.repeat(81), query: '', columns: null },
      { name: 'x', query: 'tpye:ipv4', columns: null },
      { name: 'x', query: '', columns: [] },
      { name: 'x', query: '', columns: null, id: 1 },
    ],
  },
  'searches.look': {
    accepts: [() => ({ name: 'seeded' })],
    refuses: [null, {}, { name: '' }, { name: 7 }],
  },
  'searches.remove': {
    accepts: [() => ({ name: 'Spare' })],
    refuses: [null, {}, { name: '' }, { name: 7 }],
  },
  'searches.remember': query,
  'indicators.complete': {
    accepts: [() => ({ query: 'type:do', caret: 7 }), () => ({ query: '', caret: 99 })],
    refuses: [null, {}, { query: 'a' }, { query: 'a', caret: -1 }, { query: 'a', caret: '1' }],
  },
  'indicators.help': nothing,
  'indicators.get': {
    accepts: [
      ({ indicatorId }) => ({ id: indicatorId }),
      ({ indicator }) => indicator,
      () => ({ type: 'domain', value: 'unknown.example' }),
    ],
    refuses: [
      null,
      {},
      { id: 0 },
      { id: '1' },
      { type: 'planet', value: 'x' },
      { type: 'ipv4' },
      { id: 1, type: 'ipv4' },
    ],
  },
  'observations.raw': {
    accepts: [({ observationId }) => ({ id: observationId })],
    refuses: [null, {}, { id: -1 }, { id: '1' }, { id: 1, path: '/etc/passwd' }],
  },
  'observations.versions': {
    accepts: [({ observationId }) => ({ id: observationId })],
    refuses: [null, {}, { id: 0 }, { id: 1.5 }],
  },
  'triage.apply': {
    accepts: [
      (seed) => ({ ...selection(seed), verdict: 'malicious' }),
      () => ({ selection: { query: 'type:ipv4' }, state: 'in_review', note: 'Look again.' }),
    ],
    refuses: [
      null,
      {},
      { selection: { ids: [] }, state: 'new' },
      { selection: { ids: ['1'] }, state: 'new' },
      { selection: { query: 'score:' }, state: 'new' },
      { selection: { query: '' } },
      { selection: { query: '' }, verdict: 'guilty' },
      { selection: { query: '' }, note: ' ' },
      { selection: { query: '', ids: [1] }, state: 'new' },
    ],
  },
  'triage.undo': {
    accepts: [() => ({ decision: 1 })],
    refuses: [null, {}, { decision: 0 }, { decision: '1' }, { decision: 1.5 }, { decision: 1, by: 'x' }],
  },
  'tags.change': {
    accepts: [
      (seed) => ({ ...selection(seed), add: ['seeded'] }),
      () => ({ selection: { query: 'type:ipv4' }, add: [' two   words '], remove: ['seeded'] }),
    ],
    refuses: [
      null,
      {},
      { selection: { query: '' } },
      { selection: { query: '' }, add: [] },
      { selection: { query: '' }, add: [''] },
      { selection: { query: '' }, add: [' \t'] },
      { selection: { query: '' }, add: ['a\u0000b'] },
      { selection: { query: '' }, add: ['a\u202Eb'] },
      { selection: { query: '' }, add: ['x'.repeat(101)] },
      { selection: { query: '' }, add: ['One'], remove: ['one'] },
      { selection: { query: '' }, add: 'one' },
      { selection: { query: 'score:' }, add: ['one'] },
      { selection: { ids: [] }, add: ['one'] },
      { selection: { query: '' }, add: Array.from({ length: 51 }, (_, at) => `t${at}`) },
    ],
  },
  'tags.undo': {
    accepts: [() => ({ tagging: 1 })],
    refuses: [null, {}, { tagging: 0 }, { tagging: '1' }, { tagging: 1.5 }, { tagging: 1, by: 'x' }],
  },
  'tags.known': nothing,
  'tags.count': {
    accepts: [selection, () => ({ selection: { query: 'type:ipv4' } })],
    refuses: [null, {}, { selection: { ids: [] } }, { selection: { query: 'score:' } }, { selection: 'all' }],
  },
  'indicators.copy': {
    accepts: [
      (seed) => ({ ...selection(seed), form: 'markdown' }),
      () => ({ selection: { query: 'type:ipv4' }, form: 'plain' }),
      (seed) => ({ ...selection(seed), form: { vendor: 'acme' } }),
    ],
    refuses: [
      null,
      {},
      { selection: { ids: [] }, form: 'csv' },
      { selection: { query: '' }, form: 'docx' },
      { selection: { query: '(' }, form: 'csv' },
      { selection: { query: '' }, form: { vendor: 'nobody' } },
    ],
  },
  'cases.list': nothing,
  'cases.get': {
    accepts: [inCase],
    refuses: [null, {}, { number: '1' }, { number: 'CASE-1' }, { number: '../CASE-0001' }, { number, extra: 1 }],
  },
  'cases.notes': logPages,
  'cases.timeline': logPages,
  'cases.indicators': {
    accepts: [
      (seed) => ({ ...inCase(seed), order: 'added', descending: false, offset: 0, limit: 200 }),
      (seed) => ({ ...inCase(seed), order: 'verdictBefore', descending: true, offset: 10_000, limit: 1 }),
    ],
    refuses: [
      null,
      { number },
      { number, order: 'added', descending: false, offset: 0, limit: 201 },
      { number, order: 'added', descending: false, offset: -1, limit: 1 },
      { number, order: 'snapshot', descending: false, offset: 0, limit: 1 },
      { number, order: 'added', offset: 0, limit: 1 },
    ],
  },
  'cases.indicator': {
    accepts: [(seed) => ({ ...inCase(seed), ...seed.indicator })],
    refuses: [null, {}, { number, type: 'ipv4' }, { number, type: null, value: 'x' }],
  },
  'cases.create': {
    accepts: [
      () => ({ title: 'Loader campaign' }),
      () => ({ title: 'Red', tlp: 'red', severity: 'high', assignee: null }),
    ],
    refuses: [
      null,
      {},
      { title: '' },
      { title: ' ' },
      { title: 'x'.repeat(301) },
      { title: 'x', tlp: 'pink' },
      { title: 'x', uuid: 'y' },
    ],
  },
  'cases.update': {
    accepts: [
      (seed) => ({ ...inCase(seed), fields: { severity: 'high' } }),
      (seed) => ({ ...inCase(seed), fields: { status: 'in_progress' } }),
      (seed) => ({ ...inCase(seed), fields: { status: 'open', assignee: null } }),
    ],
    refuses: [
      null,
      {},
      { number },
      // Closing asks for a verdict and a summary.
      { number, fields: { status: 'closed' } },
      { number, fields: { status: 'In progress' } },
      { number, fields: { status: null } },
      { number, fields: { title: '' } },
    ],
  },
  'cases.addIndicators': {
    accepts: [(seed) => ({ ...inCase(seed), ...selection(seed), comment: null, role: 'c2' })],
    refuses: [
      null,
      {},
      { number, selection: { ids: [] }, comment: null, role: null },
      { number, selection: { query: '' }, comment: null },
      { number, selection: { query: 'sort:' }, comment: null, role: null },
      { number: 'CASE-1', selection: { query: '' }, comment: null, role: null },
    ],
  },
  'cases.undoAddition': {
    accepts: [() => ({ addition: 1 })],
    refuses: [null, {}, { addition: 0 }, { addition: '1' }, { addition: 1.5 }, { addition: 1, by: 'x' }],
  },
  'cases.cancelAddition': { accepts: [inCase], refuses: [null, {}, { number: 'CASE-1' }] },
  'cases.removeIndicator': {
    accepts: [(seed) => ({ ...inCase(seed), ...seed.indicator })],
    refuses: [null, {}, { number, type: 'ipv4' }, { number, type: 'planet', value: 'x' }],
  },
  'cases.addNote': {
    accepts: [(seed) => ({ ...inCase(seed), text: 'Seen again.' })],
    refuses: [null, {}, { number, text: '' }, { number, text: '  ' }, { number, text: 'x'.repeat(100_001) }],
  },
  'cases.addTimelineEntry': {
    accepts: [(seed) => ({ ...inCase(seed), happenedAtMs: 1_700_000_000_000, text: 'First call to the C2.' })],
    refuses: [
      null,
      { number, text: 'x' },
      { number, happenedAtMs: 1.5, text: 'x' },
      { number, happenedAtMs: -1, text: 'x' },
      { number, happenedAtMs: 1, text: ' ' },
      { number, happenedAtMs: 1, text: 'x'.repeat(4_001) },
    ],
  },
  'cases.removeTimelineEntry': { accepts: [(seed) => ({ ...inCase(seed), id: seed.entryId })], refuses: casePart },
  'cases.pinNote': {
    accepts: [(seed) => ({ ...inCase(seed), noteId: seed.noteId, pinned: true })],
    refuses: [null, { number, noteId: 1 }, { number, noteId: '1', pinned: true }, { number, noteId: 1, pinned: 1 }],
  },
  'cases.pinRecord': {
    accepts: [(seed) => ({ ...inCase(seed), noteId: seed.noteId, observationId: seed.observationId })],
    refuses: [null, { number, noteId: 1 }, { number, noteId: 1, observationId: '1' }],
  },
  'cases.unpinRecord': { accepts: [(seed) => ({ ...inCase(seed), id: seed.spareEvidenceId })], refuses: casePart },
  'cases.evidenceRaw': { accepts: [(seed) => ({ ...inCase(seed), id: seed.evidenceId })], refuses: casePart },
  'cases.addFile': {
    accepts: [(seed) => ({ ...inCase(seed), fileId: seed.caseFileId, comment: 'From the first mail' })],
    refuses: [
      null,
      { number, fileId: 1 },
      { number, fileId: 'f', comment: null },
      { number, fileId: 1, comment: 'x'.repeat(2_001) },
      { number, path: '/etc/passwd', comment: null },
    ],
  },
  'cases.removeFile': { accepts: [(seed) => ({ ...inCase(seed), id: seed.attachedId })], refuses: casePart },
  'cases.addTask': {
    accepts: [(seed) => ({ ...inCase(seed), text: 'Block it.' })],
    refuses: [null, {}, { number, text: '' }, { number, text: 'x'.repeat(2_001) }],
  },
  'cases.setTaskDone': {
    accepts: [(seed) => ({ ...inCase(seed), taskId: seed.taskId, done: true })],
    refuses: [null, {}, { number, taskId: 1 }, { number, taskId: '1', done: true }, { number, taskId: 1, done: 'yes' }],
  },
  'cases.close': {
    accepts: [({ spareCaseNumber }) => ({ number: spareCaseNumber, verdict: 'malicious', summary: 'Blocked.' })],
    refuses: [null, {}, { number, verdict: 'malicious', summary: ' ' }, { number, verdict: 'guilty', summary: 'x' }],
  },
  'files.open': {
    accepts: [() => ({ name: 'a.txt', sizeBytes: 3 }), () => ({ name: 'b.txt', sizeBytes: 0 })],
    refuses: [
      null,
      {},
      { name: '', sizeBytes: 1 },
      { name: 'a', sizeBytes: -1 },
      { name: 'a', sizeBytes: 134_217_729 },
      { name: 'a', sizeBytes: 1, path: '/etc/passwd' },
    ],
  },
  'files.append': {
    accepts: [({ uploadId }) => ({ id: uploadId, base64: 'YS5i' })],
    refuses: [
      null,
      {},
      { id: 1 },
      { id: 1, base64: 'not base64!' },
      { id: 1, base64: 'A'.repeat(700_000) },
      { id: 0, base64: 'YS5i' },
    ],
  },
  'files.drop': { accepts: [({ uploadId }) => ({ id: uploadId }), () => ({ id: 4_711 })], refuses: badLookupRefs },
  'lookup.run': {
    accepts: [({ arrivedId }) => ({ ids: [arrivedId] })],
    refuses: [null, {}, { ids: [] }, { ids: [-1] }, { ids: ['x'] }, { ids: [1], file: '/etc/passwd' }],
  },
  'lookup.cancel': { accepts: [({ uploadId }) => ({ id: uploadId }), () => ({ id: 4_711 })], refuses: badLookupRefs },
  'lookup.page': {
    accepts: [({ lookupId }) => ({ ...listOf(lookupId), offset: 0, limit: 50 })],
    refuses: [
      null,
      { id: 1 },
      { ...listOf(1), offset: 0, limit: 51 },
      { ...listOf(1), offset: -1, limit: 1 },
      { ...listOf(1), offset: 0, limit: 1, statuses: ['new'] },
      { ...listOf(1), offset: 0, limit: 1, order: 'value' },
    ],
  },
  'lookup.indexes': {
    accepts: [({ lookupId }) => ({ ...listOf(lookupId), statuses: ['known'] })],
    refuses: [null, {}, { ...listOf(1), types: ['ip'] }, { ...listOf(0) }],
  },
  'lookup.places': {
    accepts: [({ lookupId }) => ({ id: lookupId, index: 0 })],
    refuses: [null, { id: 1 }, { id: 1, index: -1 }, { id: 1, index: 0.5 }],
  },
  'lookup.source': {
    accepts: [({ lookupId }) => ({ id: lookupId, first: 0, limit: 200 })],
    refuses: [null, { id: 1 }, { id: 1, first: 0, limit: 201 }, { id: 1, first: -1, limit: 1 }],
  },
  'lookup.copy': {
    accepts: [
      ({ lookupId }) => ({ pick: pickOf(lookupId, null), form: 'markdown', from: 0 }),
      ({ lookupId }) => ({ pick: pickOf(lookupId, [0, 99]), form: 'csv', from: 0 }),
    ],
    refuses: [
      null,
      {},
      { pick: pickOf(1, []), form: 'csv', from: 0 },
      { pick: pickOf(1, [-1]), form: 'csv', from: 0 },
      { pick: pickOf(1, null), form: 'html', from: 0 },
    ],
  },
  'imports.read': {
    accepts: [
      ({ tableFileId }) => ({ id: tableFileId, format: null, mapping: null }),
      ({ importId }) => ({ id: importId, format: 'csv', mapping: csvMapping }),
    ],
    refuses: [
      ...badLookupRefs,
      { id: 1, format: 'pdf', mapping: null },
      { id: 1, format: 'csv', mapping: { ...csvMapping, delimiter: 'x' } },
      { id: 1, format: 'csv', mapping: { ...csvMapping, columns: { nope: 'a' } } },
      { id: 1, format: null, mapping: null, path: '/etc/passwd' },
    ],
  },
  'imports.preview': {
    accepts: [
      ({ importId }) => ({ id: importId, case: 'auto' }),
      ({ importId, caseNumber }) => ({ id: importId, case: caseNumber }),
    ],
    refuses: [...badLookupRefs, { id: 1, case: 'here' }, { id: 1, case: 'CASE-1' }],
  },
  'imports.run': {
    accepts: [({ importId }) => ({ id: importId, case: 'none' })],
    refuses: [...badLookupRefs, { id: 1, case: null }],
  },
  'imports.rows': {
    accepts: [({ importId }) => ({ id: importId, statuses: ['new', 'refused'], offset: 0, limit: 100 })],
    refuses: [
      ...badLookupRefs,
      { id: 1, statuses: ['odd'], offset: 0, limit: 10 },
      { id: 1, statuses: [], offset: -1, limit: 10 },
      { id: 1, statuses: [], offset: 0, limit: 101 },
    ],
  },
  'imports.cancel': { accepts: [({ importId }) => ({ id: importId }), () => ({ id: 4_711 })], refuses: badLookupRefs },
  'imports.drop': { accepts: [() => ({ id: 4_711 })], refuses: badLookupRefs },
  'imports.mappings': nothing,
  'imports.saveMapping': {
    accepts: [() => ({ name: 'Feed A', mapping: csvMapping })],
    refuses: [null, {}, { name: '', mapping: csvMapping }, { name: 'x', mapping: null }],
  },
  'imports.removeMapping': { accepts: [() => ({ name: 'Seeded' })], refuses: [null, {}, { name: '' }, { name: 7 }] },
  'lists.list': nothing,
  'lists.check': { accepts: [({ listFileId }) => ({ id: listFileId })], refuses: badLookupRefs },
  'lists.import': { accepts: [({ listFileId }) => ({ id: listFileId })], refuses: badLookupRefs },
  'lists.remove': {
    accepts: [({ listName }) => ({ name: listName })],
    refuses: [null, {}, { name: '' }, { name: 7 }, { name: 'x', path: '/etc/passwd' }],
  },
  'lists.match': {
    accepts: [({ indicator }) => ({ indicators: [indicator] })],
    refuses: [null, {}, { indicators: [] }, { indicators: [{ type: 'ip', value: 'x' }] }],
  },
  'lists.allowed': nothing,
  'lists.allow': {
    accepts: [() => ({ value: 'trusted.com', reason: 'ours', expiresAtMs: null })],
    refuses: [
      null,
      {},
      { value: '', reason: 'x', expiresAtMs: null },
      { value: 'a.com', reason: ' ', expiresAtMs: null },
      { value: 'a.com', reason: 'x', expiresAtMs: 'never' },
      { value: 'no indicator', reason: 'x', expiresAtMs: null },
      { value: 'a.com', reason: 'x', expiresAtMs: 1 },
    ],
  },
  'lists.disallow': {
    accepts: [({ allowId }) => ({ id: allowId })],
    refuses: [null, {}, { id: 'x' }],
  },
  'exports.formats': nothing,
  'exports.cancel': nothing,
  'exports.templates': nothing,
  'exports.preview': {
    accepts: [
      exportOf,
      (seed) => ({ ...exportOf(seed), template: 'Short' }),
      (seed) => ({ ...exportOf(seed), scope: { lookup: pickOf(seed.lookupId, [0, 1]) } }),
    ],
    refuses: [
      null,
      {},
      { format: 'html', scope: { case: 'case one' }, tlp: null, defang: true, includeRaw: false },
      {
        format: 'html',
        scope: { query: '' },
        tlp: null,
        defang: true,
        includeRaw: false,
        template: '../../etc/passwd',
      },
      { format: 'html', scope: { query: '' }, tlp: null, defang: true, includeRaw: false, template: '' },
    ],
  },
  'care.backUp': nothing,
  'care.listBackups': nothing,
  'care.restore': {
    accepts: [() => ({ name: 'seed.backup' })],
    refuses: [null, {}, { name: '' }, { name: 1 }, { path: '/etc/passwd' }, { name: 'a', path: '/etc/passwd' }],
  },
  'care.repair': nothing,
  'care.health': nothing,
  'care.diagnose': nothing,
  'updates.status': nothing,
  'updates.look': nothing,
  'updates.download': {
    accepts: [() => ({ name: installerName })],
    refuses: [
      null,
      {},
      { name: '' },
      { name: '../release.json' },
      { name: 'a/b' },
      { name: '.hidden' },
      { name: installerName, path: '/etc/passwd' },
      { name: installerName, url: 'https://evil.example/' },
    ],
  },
  'updates.cancel': nothing,
  'care.saveDiagnostics': {
    // The one that the case of `care.diagnose` has just shown.
    accepts: [() => ({ id: 1 })],
    refuses: [null, {}, { id: -1 }, { id: '1' }, { id: 1, path: '/etc/passwd' }, { path: '/etc/passwd' }],
  },
  'exports.write': {
    accepts: [
      exportOf,
      (seed) => ({ ...exportOf(seed), format: 'stix', scope: { ids: [seed.indicatorId] } }),
      (seed) => ({ ...exportOf(seed), format: 'misp', scope: { lookup: pickOf(seed.lookupId, null) } }),
      () => ({ format: 'csv', scope: { query: '' }, tlp: 'amber', defang: false, includeRaw: false }),
      () => ({
        format: 'txt',
        scope: { query: '' },
        tlp: null,
        defang: true,
        includeRaw: false,
        types: ['domain'],
        verdicts: ['malicious', 'unknown'],
        includeHarmless: true,
      }),
    ],
    refuses: [
      null,
      {},
      { format: 'exe', scope: { query: '' }, tlp: null, defang: true, includeRaw: false },
      { format: 'html', scope: { case: 'case one' }, tlp: null, defang: true, includeRaw: false },
      { format: 'html', scope: {}, tlp: null, defang: true, includeRaw: false },
      { format: 'csv', scope: { ids: [] }, tlp: null, defang: true, includeRaw: false },
      { format: 'csv', scope: { ids: ['1'] }, tlp: null, defang: true, includeRaw: false },
      { format: 'csv', scope: { ids: [1], query: '' }, tlp: null, defang: true, includeRaw: false },
      { format: 'csv', scope: { lookup: { id: 1 } }, tlp: null, defang: true, includeRaw: false },
      { format: 'bundle', scope: { ids: [1] }, tlp: null, defang: true, includeRaw: false },
      { format: 'html', scope: { query: '' }, tlp: 'pink', defang: true, includeRaw: false },
      { format: 'html', scope: { query: '' }, tlp: null, defang: true, includeRaw: true },
      { format: 'txt', scope: { query: '' }, tlp: null, defang: true, includeRaw: false, types: ['ip'] },
      { format: 'txt', scope: { query: '' }, tlp: null, defang: true, includeRaw: false, verdicts: [] },
      { format: 'html', scope: { query: '' }, tlp: null, defang: true, includeRaw: false, tlp1: true },
      { format: 'stix', scope: { query: '' }, tlp: null, defang: true, includeRaw: false, includeHarmless: true },
      { format: 'html', scope: { query: '' }, tlp: null, defang: true, includeRaw: false, sections: ['weather'] },
      { format: 'csv', scope: { query: '' }, tlp: null, defang: true, includeRaw: false, sections: ['summary'] },
      { format: 'html', scope: { query: '(' }, tlp: null, defang: true, includeRaw: false },
      { format: 'html', scope: { query: '' }, tlp: null, defang: true, includeRaw: false, path: '/etc/passwd' },
    ],
  },
};
