import { placeAt, suggest } from '#main/domain/query/complete.ts';
import { listHelp } from '#main/domain/query/help.ts';
import { exporters } from '#main/exporters/registry.ts';
import type { CallContext } from '#main/ipc/handler-table.ts';
import { createFileHandlers } from '#main/ipc/handlers/files.ts';
import { createLookupHandlers } from '#main/ipc/handlers/lookup.ts';
import type { Transport } from '#shared/contract/client.ts';
import type { EventName, EventPayload } from '#shared/contract/events.ts';
import type { MethodName, MethodOutput, MethodParsedInput } from '#shared/contract/methods.ts';
import type { Selection, Settings } from '#shared/contract/schemas.ts';
import { AppError, toWireError } from '#shared/errors/app-error.ts';
import type { Case, CaseIndicatorRow } from '#shared/model/case.ts';
import type { Connection } from '#shared/model/connection.ts';
import { caseNumberSchema, connectionIdSchema, observationIdSchema } from '#shared/model/ids.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import type { SavedSearch } from '#shared/model/saved-search.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';
import { quoteValue } from '#shared/text/value-lists.ts';
import { type FakeCase, makeCases } from './cases.ts';
import { fakeImports } from './imports.ts';
import { makeDetail, makeIndicators } from './indicators.ts';
import { fakeLists } from './lists.ts';
import { createFakeDesk } from './lookup.ts';
import {
  changeOf,
  type FakeChange,
  falconOperations,
  falconWords,
  makeOutbox,
  makeWrites,
  recallOfOutbox,
} from './outbox.ts';
import { countFacets, countOverTime, searchRows } from './search.ts';
import { countOverlap, fakeChecks } from './sources.ts';
import { makeStatements } from './statements.ts';
import { fakeUpdates } from './updates.ts';
import { makeVendorCards } from './vendor-cards.ts';
import { fakeVendors, makeConnections, makeRuns } from './vendors.ts';

/** What the fake stands at when the window opens. */
export interface FakeOptions {
  /**
   * `waiting`: what asks for indicators, or adds to a case, is never answered. `damaged`: nor are the settings; `unsound`: everything is
   * answered, from a file in which a check found damage.
   */
  readonly scenario: 'full' | 'empty' | 'unsynced' | 'broken' | 'syncing' | 'damaged' | 'unsound' | 'waiting';
  /** Default: compact. */
  readonly density?: Settings['density'];
  readonly theme: Settings['theme'];
  readonly rows: number;
  /** "Now", so that pictures do not change from day to day. */
  readonly nowMs: number;
}

type Handlers = {
  readonly [Name in MethodName]: (
    input: MethodParsedInput<Name>,
    context: CallContext,
  ) => MethodOutput<Name> | Promise<MethodOutput<Name>>;
};

interface World {
  rows: IndicatorSummary[];
  connections: Connection[];
  cases: FakeCase[];
  settings: Settings;
  outbox: FakeChange[];
  searches: SavedSearch[];
  readonly emit: <Name extends EventName>(event: Name, payload: EventPayload<Name>) => void;
}

const raw = (id: number): string =>
  JSON.stringify({
    id,
    indicator: '198.51.100.77',
    score: 92,
    big: '12345678901234567890',
    categories: ['malware', 'hosting'],
    as_geo: { asn: 64_500, country: 'NL', city: 'Amsterdam' },
    sources: [{ name: 'abuse.ch', intent: 'malicious', first_seen: '2026-10-02T11:20:00Z' }],
    note: 'hidden \u202E direction, <b>tags</b>',
    empty: {},
  });

const answer = {
  meta: { query_time: 0.012, powered_by: 'ioc-manager', trace_id: 'e3af1a02' },
  errors: [],
  resources: [{ type: 'domain', value: 'evil.example', device_count: 3, limit_exceeded: false }],
};

function connectionIdOf(world: World, name: string): Connection['id'] {
  return world.connections.find((one) => one.name === name)?.id ?? connectionIdSchema.parse('c-0000000000000000');
}

function outboxHandlers(world: World, nowMs: number) {
  const touch = (): void =>
    world.emit('data.changed', { indicators: false, cases: false, connections: false, settings: false, outbox: true });
  const change = (ids: readonly number[], to: Partial<FakeChange['line']>): number => {
    world.outbox = world.outbox.map((one) =>
      ids.includes(one.line.id) ? { ...one, line: { ...one.line, ...to } } : one,
    );
    touch();
    return ids.length;
  };
  return {
    'details.get': ({ id }: MethodParsedInput<'details.get'>) => makeVendorCards(world.connections, id, nowMs),
    'details.refresh': ({ selection }: MethodParsedInput<'details.refresh'>) => {
      const answered = select(world, selection).length;
      return { asked: answered, answered, unknown: 0, changed: 0, failed: 0, failures: [], stopped: [] };
    },
    'details.cancel': () => null,
    'outbox.list': ({ states }: MethodParsedInput<'outbox.list'>) => {
      const counts = { queued: 0, sending: 0, sent: 0, failed: 0, conflict: 0, unknown: 0 };
      for (const { line } of world.outbox) counts[line.state] += 1;
      const shown = world.outbox.filter(({ line }) => states?.includes(line.state) ?? true);
      return { lines: shown.map(({ line }) => line), counts };
    },
    'outbox.diff': ({ ids }: MethodParsedInput<'outbox.diff'>) =>
      world.outbox
        .filter(({ line }) => ids.includes(line.id))
        .map(({ line, fields, hasTheirs, indicator }) => {
          const { createdAtMs: _created, changedAtMs: _changed, ...known } = line;
          const connectionId = connectionIdOf(world, line.connection);
          const change = changeOf(line, fields);
          const result = line.state === 'failed' ? { messages: [{ row: 1, message: line.reason }] } : null;
          const shown = { ...known, indicator, connectionId, change, result, fields: [...fields] };
          return { ...shown, hasTheirs, isGoneThere: false };
        }),
    'outbox.writes': () => makeWrites(world.connections),
    'outbox.countMatches': () => ({ matches: 12, newest: '2026-11-20T08:00:00Z' }),
    'outbox.queue': () => ({ ids: [1] }),
    'outbox.queueSelection': () => ({ ids: [901, 902], skipped: 1 }),
    'outbox.edit': () => null,
    'outbox.move': () => null,
    'outbox.drop': ({ ids }: MethodParsedInput<'outbox.drop'>) => {
      world.outbox = world.outbox.filter(({ line }) => !ids.includes(line.id));
      touch();
      return { dropped: ids.length };
    },
    'outbox.takeBack': ({ ids }: MethodParsedInput<'outbox.takeBack'>) => ({ dropped: ids.length, kept: 0 }),
    'outbox.rebase': ({ ids }: MethodParsedInput<'outbox.rebase'>) => ({
      rebased: change(ids, { state: 'queued', reason: null }),
    }),
    'outbox.send': ({ ids }: MethodParsedInput<'outbox.send'>) => {
      const due = ids ?? world.outbox.filter(({ line }) => line.state === 'queued').map(({ line }) => line.id);
      const sent = change(due, { state: 'sent', reason: null });
      return { counts: { queued: 0, sending: 0, sent, failed: 0, conflict: 0, unknown: 0 }, stopped: [] };
    },
    'outbox.words': ({ id }: MethodParsedInput<'outbox.words'>) =>
      world.connections.find((one) => one.id === id)?.vendor === 'crowdstrike'
        ? { words: falconWords, fetchedAtMs: nowMs - 7_200_000 }
        : null,
    'outbox.refreshWords': () => ({ words: falconWords, fetchedAtMs: nowMs }),
  };
}

function lookupHandlers(world: World) {
  const { desk, uploads } = createFakeDesk(world.rows, (progress) => world.emit('lookup.progressed', progress));
  return { ...createFileHandlers({ uploads }), ...createLookupHandlers({ desk }) };
}

function select(world: World, selection: Selection): IndicatorSummary[] {
  if ('query' in selection) return searchRows(world.rows, selection.query);
  if ('lookup' in selection) return world.rows.slice(0, selection.lookup.indexes?.length ?? world.rows.length);
  return world.rows.filter((row) => selection.ids.includes(row.id));
}

function caseOf(world: World, number: string): FakeCase {
  const found = world.cases.find((one) => one.number === number);
  if (found === undefined) throw new AppError('state.notFound', `There is no ${number}.`);
  return found;
}

function changeCase(world: World, number: string, change: (one: FakeCase) => Partial<FakeCase>): FakeCase {
  const before = caseOf(world, number);
  const after = { ...before, ...change(before) };
  world.cases = world.cases.map((one) => (one.number === number ? after : one));
  return after;
}

function rowOf(world: World, number: string, { snapshot, ...entry }: FakeCase['indicators'][number]): CaseIndicatorRow {
  const before = snapshot.indicator;
  const now = world.rows.find((row) => row.type === entry.type && row.value === entry.value) ?? before;
  const stateOf = ({ score, severity, verdict, state, vendors, flags }: IndicatorSummary) => ({
    score,
    severity,
    verdict,
    state,
    vendors,
    flags,
  });
  const otherCases = world.cases
    .filter((one) => one.number !== number && one.indicators.some(({ value }) => value === entry.value))
    .map((one) => one.number);
  return { ...entry, id: now.id, received: before.received, otherCases, before: stateOf(before), now: stateOf(now) };
}

function newestFirst<Entry extends { readonly id: number }>(
  entries: readonly Entry[],
  { after, limit }: { readonly after: number | null; readonly limit: number },
): { entries: Entry[]; next: number | null } {
  const rest = entries.toReversed().filter(({ id }) => after === null || id < after);
  const page = rest.slice(0, limit);
  return { entries: page, next: rest.length > limit ? (page.at(-1)?.id ?? null) : null };
}

function summaryOf(one: FakeCase): MethodOutput<'cases.create'> {
  const { indicators: _i, notes: _n, tasks: _t, timeline: _l, files: _f, ...summary } = one;
  return summary;
}

const diagnosticsText = `${JSON.stringify(
  {
    collectedAt: '2026-11-21T07:00:00.000Z',
    sightline: { version: '0.1.0', shell: 'chromium', dataFolder: '~/.local/share/sightline' },
    database: { schemaVersion: 10, indicators: 12_480, observations: 20_113, cases: 9, check: 'ok' },
    keychain: { usable: true, explanation: 'Secrets are kept by gnome-keyring through the Secret Service.' },
    log: [
      { at: '2026-11-21T06:58:12.113Z', level: 'warn', event: 'sync.failed', pid: 4711, fields: { stream: 'ips' } },
    ],
  },
  undefined,
  2,
)}\n`;

/** What a check finds where pages of vendors' records are damaged. */
const fakeDamage = {
  kind: 'damaged',
  detail:
    'Tree 61 page 5112: btreeInitPage() returns error code 11; Tree 61 page 5113: btreeInitPage() returns error code 11',
  reference: '3f9a2c1e',
} as const;

function appHandlers(world: World, options: FakeOptions) {
  const isBroken = options.scenario === 'broken';
  let isDamaged = options.scenario === 'damaged';
  let health: StoreHealth = options.scenario === 'unsound' ? [{ ...fakeDamage, foundAtMs: options.nowMs }] : [];
  return {
    'calls.cancel': () => null,
    'app.info': () => ({
      version: '0.1.0',
      shell: 'chromium' as const,
      dataFolder: '~/.local/share/sightline',
      storageWarning: null,
    }),
    'settings.get': () => {
      if (isDamaged) throw new AppError('storage.corrupt', 'The database file is damaged.');
      return world.settings;
    },
    'settings.set': (change: MethodParsedInput<'settings.set'>) => {
      const given: Partial<Settings> = Object.fromEntries(
        Object.entries(change).filter(([, value]) => value !== undefined),
      );
      world.settings = { ...world.settings, ...given };
      return world.settings;
    },
    'vault.status': () => ({
      keychain: isBroken
        ? {
            usable: false,
            explanation: 'The keyring is locked. Unlock it, then try again; until then secrets can be kept in memory.',
          }
        : { usable: true, explanation: 'Secrets are kept by gnome-keyring through the Secret Service.' },
      memoryOnly: world.connections.filter((one) => one.secretKeptIn === 'memory').map((one) => one.name),
    }),
    'vendors.list': () => [...fakeVendors],
    'exports.formats': () =>
      exporters.map(({ id, displayName, fileExtension, audience, scopes, choices }) => ({
        id,
        displayName,
        fileExtension,
        audience,
        scopes: [...scopes],
        choices: [...choices],
      })),
    'care.backUp': () => ({
      place: '~/Documents/sightline-2026-11-21.backup',
      sizeBytes: 48_211_000,
      indicators: 12_480,
      cases: 9,
      triageEntries: 431,
    }),
    'care.listBackups': () => ({
      folder: '~/.local/share/sightline/exports',
      files: [{ name: 'sightline-2026-11-20.backup', sizeBytes: 48_300_000, writtenAtMs: options.nowMs - 86_400_000 }],
    }),
    'care.restore': () => {
      health = [];
      return { keptIn: 'replaced-2026-11-21T12-00-00Z' };
    },
    'care.health': () => [...health],
    'care.repair': () => {
      isDamaged = false;
      health = [];
      return {
        kind: 'repaired' as const,
        keptIn: 'damaged-2026-11-21T07-00-00.000Z',
        counts: {
          connections: { kept: 4, lost: 0 },
          settings: { kept: 5, lost: 0 },
          triageEntries: { kept: 431, lost: 12 },
          tagEntries: { kept: 57, lost: 0 },
          cases: { kept: 9, lost: 0 },
          caseParts: { kept: 118, lost: 0 },
          outbox: { kept: 3, lost: 0 },
          unnamedIndicators: 0,
        },
      };
    },
    'care.diagnose': () => ({ id: 1, text: diagnosticsText }),
    'care.saveDiagnostics': () => ({ place: '~/Documents/sightline-diagnostics-2026-11-21.json' }),
    'exports.cancel': () => null,
    'exports.templates': () => ({ folder: '~/.local/share/sightline/templates', names: ['Customer letter', 'Short'] }),
    'exports.preview': () => ({
      text: '**TLP:AMBER**\n\n# CASE-0001 Loader on the finance laptops\n\n## To the customer\n\nWe looked at 7 indicators.\n',
      isWhole: true,
    }),
    'exports.write': ({ format }: MethodParsedInput<'exports.write'>) => ({
      place: '~/Documents/CASE-0001.html',
      sizeBytes: 48_211,
      indicators: 7,
      leftOut: 1,
      unfit: 0,
      tlp: 'amber' as const,
      fingerprint: format === 'bundle' ? 'ab'.repeat(32) : null,
    }),
  };
}

function connectionHandlers(world: World, options: FakeOptions) {
  const find = (id: string): Connection => {
    const found = world.connections.find((one) => one.id === id);
    if (found === undefined) throw new AppError('state.notFound', 'There is no such connection.');
    return found;
  };
  const change = (id: string, part: Partial<Connection>): Connection => {
    const after = { ...find(id), ...part };
    world.connections = world.connections.map((one) => (one.id === id ? after : one));
    return after;
  };
  const networkSettings = {
    proxy: {
      mode: 'manual' as const,
      origin: 'http://proxy.corp.example:3128',
      bypass: ['tg.corp.example', '10.0.0.0/8'],
      includesLoopback: false,
    },
    hasProxyLogin: true,
    systemProxy: null,
    authorities: [
      {
        fingerprint: '5f'.repeat(32),
        subject: 'CN=Corporate Inspection CA 2, O=Corp Example',
        issuer: 'CN=Corporate Inspection CA 2, O=Corp Example',
        expiresAtMs: Date.UTC(2031, 4, 1),
        connectionId: null,
      },
    ],
  };
  const test = {
    ok: false,
    code: 'vendor.forbidden' as const,
    message: 'The application key is not valid.',
    steps: [
      { label: 'Reach the vendor', ok: true, detail: 'api.datadoghq.eu answered in 84 ms' },
      { label: 'API key', ok: true, detail: 'valid' },
      {
        label: 'Application key',
        ok: false,
        detail: 'refused (403): it needs the scope security_monitoring_signals_read',
      },
    ],
    findings: [
      {
        kind: 'missingScope' as const,
        severity: 'fault' as const,
        problem: 'Datadog denies the key the right to this.',
        nextStep: 'The key needs: security_monitoring_signals_read.',
      },
      {
        kind: 'clockSkew' as const,
        severity: 'warning' as const,
        problem: 'The clock of this computer is 12 minutes behind that of Datadog; its times are used.',
        nextStep: 'Set the clock of this computer by the network (NTP).',
      },
    ],
  };
  return {
    'connections.list': () => world.connections,
    'connections.add': (input: MethodParsedInput<'connections.add'>) => {
      const added: Connection = {
        id: connectionIdSchema.parse('c-aaaaaaaaaaaaaaaa'),
        name: input.name,
        vendor: input.vendor,
        site: input.site,
        baseUrl: input.baseUrl,
        hasSecret: input.secret !== null,
        secretKeptIn: input.secret === null ? null : input.keepSecretIn,
        streams: fakeVendors.find((vendor) => vendor.id === input.vendor)?.streams.map((stream) => stream.id) ?? [],
        options: input.options,
        retentionDays: null,
        syncEveryMinutes: null,
        lastCompleteAtMs: null,
        state: 'never',
        possibleLoss: null,
        createdAtMs: options.nowMs,
      };
      world.connections = [...world.connections, added];
      return added;
    },
    'connections.update': ({ id, retentionDays, syncEveryMinutes }: MethodParsedInput<'connections.update'>) => {
      const updated = {
        ...find(id),
        ...(retentionDays === undefined ? {} : { retentionDays }),
        ...(syncEveryMinutes === undefined ? {} : { syncEveryMinutes }),
      };
      world.connections = world.connections.map((one) => (one.id === id ? updated : one));
      return updated;
    },
    'connections.countDue': ({ days }: MethodParsedInput<'connections.countDue'>) => ({
      records: days < 90 ? 1_204 : 0,
    }),
    'connections.forgetDue': () => ({ records: 1_204 }),
    'connections.remove': (input: MethodParsedInput<'connections.remove'>) => {
      world.connections = world.connections.filter((one) => one.id !== input.id);
      return null;
    },
    'budgets.list': () => {
      const [datadog, falcon, , virustotal] = world.connections;
      const none = { limit: null, remaining: null, resetAtMs: null, waitingUntilMs: null, quotas: [] };
      return [
        ...(datadog === undefined
          ? []
          : [{ ...none, connectionId: datadog.id, limit: 300, remaining: 284, resetAtMs: Date.now() + 41_000 }]),
        ...(falcon === undefined
          ? []
          : [{ ...none, connectionId: falcon.id, limit: 6_000, remaining: 212, resetAtMs: Date.now() + 38_000 }]),
        ...(virustotal === undefined
          ? []
          : [
              {
                ...none,
                connectionId: virustotal.id,
                quotas: [
                  { name: 'minute', limit: 4, used: 1, resetAtMs: Date.now() + 30_000 },
                  { name: 'day', limit: 500, used: 137, resetAtMs: Date.now() + 9_000_000 },
                ],
              },
            ]),
      ];
    },
    'budgets.cancelWaits': () => null,
    'network.get': () => networkSettings,
    'network.setProxy': (proxy: MethodParsedInput<'network.setProxy'>) => ({ ...networkSettings, proxy }),
    'network.setProxyLogin': ({ login }: MethodParsedInput<'network.setProxyLogin'>) => ({
      ...networkSettings,
      hasProxyLogin: login !== null,
    }),
    'network.addAuthorities': () => networkSettings,
    'network.removeAuthority': () => ({ ...networkSettings, authorities: [] }),
    'connections.test': () => test,
    'connections.tryOut': () => test,
    'credentials.set': (input: MethodParsedInput<'credentials.set'>) =>
      change(input.id, { hasSecret: true, secretKeptIn: input.keepIn }),
    'credentials.clear': (input: MethodParsedInput<'credentials.clear'>) =>
      change(input.id, { hasSecret: false, secretKeptIn: null, state: 'noSecret' }),
    'operations.list': () => falconOperations,
    'operations.forgetRefusal': () => null,
    'operations.run': () => ({ text: JSON.stringify(answer, null, 2), cut: false, refusal: null }),
    ...outboxHandlers(world, options.nowMs),
    'sync.start': () => ({ started: 1 }),
    'sync.cancel': () => null,
    'schedule.list': () =>
      world.connections.map(({ id, syncEveryMinutes }, at) => ({
        connectionId: id,
        state: syncEveryMinutes === null ? ('off' as const) : at === 2 ? ('denied' as const) : ('waiting' as const),
        everyMinutes: syncEveryMinutes,
        nextAtMs: syncEveryMinutes === null || at === 2 ? null : options.nowMs + (12 + at) * 60_000,
      })),
    'sync.status': () => {
      const [datadog, , threatgrid] = world.connections;
      if (options.scenario !== 'syncing' || datadog === undefined || threatgrid === undefined) return [];
      return [
        {
          connectionId: datadog.id,
          connection: datadog.name,
          stream: 'indicators',
          pages: 9,
          received: 4_500,
          expected: 12_413,
          waitingUntilMs: null,
        },
        {
          connectionId: threatgrid.id,
          connection: threatgrid.name,
          stream: 'ips',
          pages: 3,
          received: 2_870,
          expected: null,
          waitingUntilMs: Date.now() + 42_000,
        },
      ];
    },
    'runs.list': (input: MethodParsedInput<'runs.list'>) => {
      const shown = world.connections.filter((one) => input.connectionId === null || one.id === input.connectionId);
      return makeRuns(shown, options.nowMs).slice(0, input.limit);
    },
    'runs.rejected': () => [
      {
        connection: 'falcon',
        stream: 'indicators',
        atMs: options.nowMs,
        reason: 'severity: expected one of informational, low, medium, high, critical; got "sev9"',
        raw: '{"id":"a1","type":"ipv4","value":"198.51.100.9","severity":"sev9"}',
        rawBytes: 64,
      },
      {
        connection: 'falcon',
        stream: 'indicators',
        atMs: options.nowMs,
        reason: 'value: missing',
        raw: '{"id":"a2","type":"domain","severity":"high"}',
        rawBytes: 44,
      },
    ],
  };
}

function indicatorHandlers(world: World, options: FakeOptions) {
  const touch = (): void =>
    world.emit('data.changed', { indicators: true, cases: false, connections: false, settings: false, outbox: false });
  return {
    'indicators.search': (input: MethodParsedInput<'indicators.search'>) => {
      if (options.scenario === 'broken')
        throw new AppError('storage.corrupt', 'The database file is damaged.', {
          suggestion: 'Sightline can salvage triage and cases and fetch the rest again.',
        });
      return searchRows(world.rows, input.query).slice(input.offset, input.offset + input.limit);
    },
    'indicators.recall': ({ indicators }: MethodParsedInput<'indicators.recall'>) =>
      indicators
        .map(({ type, value }) => world.rows.find((one) => one.type === type && one.value === value) ?? null)
        .map((row) => row && { cases: row.cases, verdict: row.verdict })
        .map((told, at) => told ?? recallOfOutbox(indicators[at]?.value ?? '')),
    'indicators.statements': (input: MethodParsedInput<'indicators.statements'>) =>
      input.ids.map((id) => makeStatements(id, world.rows, input.fields)),
    'indicators.count': (input: MethodParsedInput<'indicators.count'>) => ({
      value: searchRows(world.rows, input.query).length,
      exact: true,
    }),
    'indicators.facets': (input: MethodParsedInput<'indicators.facets'>) => countFacets(world.rows, input.query),
    'indicators.histogram': (input: MethodParsedInput<'indicators.histogram'>) =>
      countOverTime(world.rows, input, options.nowMs),
    'sources.overlap': () => countOverlap(world.rows),
    'sources.checks': () => fakeChecks(world.rows.length),
    'searches.list': () => world.searches,
    'searches.history': () =>
      ['type:domain score:>=70', 'under:invoice-center.example', 'tag:c2 last_seen:>now-7d'].map((query, at) => ({
        query,
        askedAtMs: options.nowMs - at * 3_600_000,
      })),
    'searches.save': (search: MethodParsedInput<'searches.save'>) => {
      const times = { createdAtMs: options.nowMs, lookedAtMs: options.nowMs };
      const others = world.searches.filter(({ name }) => name !== search.name);
      world.searches = [...others, { ...search, ...times, newCount: 0 }];
      return null;
    },
    'searches.remove': ({ name }: MethodParsedInput<'searches.remove'>) => {
      world.searches = world.searches.filter((one) => one.name !== name);
      return null;
    },
    'searches.look': ({ name }: MethodParsedInput<'searches.look'>) => {
      const found = world.searches.find((one) => one.name === name);
      if (found === undefined) throw new AppError('state.notFound', 'There is no saved search of that name.');
      world.searches = world.searches.map((one) => (one === found ? { ...one, newCount: 0 } : one));
      return found;
    },
    'searches.remember': () => null,
    'indicators.complete': ({ query, caret }: MethodParsedInput<'indicators.complete'>) => {
      const place = placeAt(query, caret);
      const suggestions = place === undefined ? [] : suggest(place, countFacets(world.rows, ''));
      return { start: caret, end: caret, ...place?.span, suggestions: [...suggestions] };
    },
    'indicators.help': () => listHelp().map(({ title, entries }) => ({ title, entries: [...entries] })),
    'indicators.hints': (input: MethodParsedInput<'indicators.hints'>) =>
      input.query === 'vendor:crowdstirke'
        ? [
            {
              message: 'This version knows no vendor "crowdstirke". Did you mean "crowdstrike"?',
              query: 'vendor:crowdstrike',
            },
          ]
        : [],
    'indicators.get': (input: MethodParsedInput<'indicators.get'>) => {
      const found = world.rows.find((row) =>
        'id' in input ? row.id === input.id : row.type === input.type && row.value === input.value,
      );
      return found === undefined ? null : makeDetail(found, world.rows);
    },
    'indicators.pivots': ({ id }: MethodParsedInput<'indicators.pivots'>) => {
      const tags = world.rows.find((row) => row.id === id)?.tags ?? [];
      const pivots = tags.map((tag) => {
        const query = `tag:${quoteValue(tag)}`;
        const count = searchRows(world.rows, query).length;
        return { kind: 'tag' as const, label: tag, query, count, others: count - 1 };
      });
      return { pivots, leftOut: 0 };
    },
    'observations.raw': (input: MethodParsedInput<'observations.raw'>) => ({ text: raw(input.id), cut: false }),
    'observations.versions': (input: MethodParsedInput<'observations.versions'>) => {
      const summary = world.rows.find((row) => row.id === Math.floor(input.id / 10));
      if (summary === undefined) return [];
      const {
        id: _id,
        connection: _c,
        vendor: _v,
        stream: _s,
        vendorKey: _k,
        goneAtMs: _g,
        rawSha256: _h,
        versions: _n,
        fetchedAtMs,
        ...now
      } = makeDetail(summary, world.rows).observationList[0] ?? ({ id: observationIdSchema.parse(1) } as never);
      const day = 86_400_000;
      return [
        {
          ...now,
          score: 64,
          severity: 'medium' as const,
          tags: ['c2', 'suspect'],
          fetchedAtMs: fetchedAtMs - 3 * day,
          replacedAtMs: fetchedAtMs,
        },
        {
          ...now,
          score: 40,
          severity: 'medium' as const,
          tags: ['suspect'],
          fetchedAtMs: fetchedAtMs - 9 * day,
          replacedAtMs: fetchedAtMs - 3 * day,
        },
      ];
    },
    'triage.apply': (input: MethodParsedInput<'triage.apply'>) => {
      const chosen = new Set(select(world, input.selection).map((row) => row.id));
      world.rows = world.rows.map((row) =>
        chosen.has(row.id)
          ? {
              ...row,
              state: input.state ?? row.state,
              verdict: input.verdict ?? row.verdict,
              triagedAtMs: options.nowMs,
            }
          : row,
      );
      touch();
      return { changed: chosen.size, undo: 1 };
    },
    'triage.undo': () => ({ restored: 1, kept: 0 }),
    'tags.change': ({ selection, add, remove }: MethodParsedInput<'tags.change'>) => {
      const chosen = new Set(select(world, selection).map((row) => row.id));
      world.rows = world.rows.map((row) =>
        chosen.has(row.id)
          ? { ...row, tags: [...new Set([...row.tags.filter((tag) => !remove.includes(tag)), ...add])] }
          : row,
      );
      touch();
      return { changed: chosen.size, undo: 1 };
    },
    'tags.undo': () => ({ restored: 1, kept: 0 }),
    'tags.known': () => [
      { name: 'campaign-x', count: 1_204 },
      { name: 'look again', count: 37 },
    ],
    'tags.count': ({ selection }: MethodParsedInput<'tags.count'>) => {
      const total = select(world, selection).length;
      return {
        total,
        tags: [
          { name: 'campaign-x', count: total },
          { name: 'seen on the proxy', count: Math.ceil(total / 3) },
        ],
      };
    },
    'indicators.copy': (input: MethodParsedInput<'indicators.copy'>) => {
      const rows = select(world, input.selection);
      return { text: rows.map((row) => row.value).join('\n'), copied: rows.length, leftOut: 0 };
    },
  };
}

/** An encrypted one of which a member was changed. */
function openFakeBundle(nowMs: number, passphrase: string | null): MethodOutput<'bundles.open'> {
  const at = new Date(nowMs - 90_000_000).toISOString();
  const nothing = { faults: [], fingerprint: null, head: null, counts: {}, indicators: [], notes: [], timeline: [] };
  if (passphrase === null) return { ...nothing, isLocked: true, isEncrypted: true };
  return {
    isLocked: false,
    isEncrypted: true,
    fingerprint: '7c'.repeat(32),
    faults:
      passphrase === 'changed'
        ? [{ member: 'notes.jsonl', problem: 'It is not what was sealed: its SHA-256 is another one.' }]
        : [],
    head: {
      tool: 'Sightline 0.1.0',
      dataStateAt: at,
      tlp: 'amber',
      leftOut: 0,
      case: {
        ...{ number: 'CASE-0007', uuid: '5c0b2f0e-9d6c-4f43-8f3e-0a1c7e0d8a11', title: 'Loader at a sister company' },
        ...{ status: 'closed', severity: 'high', pap: 'amber', assignee: 'E. Moreau', verdict: 'malicious' },
        summary: 'One host called the same C2; it was reinstalled.',
        createdAt: at,
        updatedAt: at,
        tasks: [],
        files: [{ name: 'invoice.docm', sizeBytes: 184_320, sha256: 'd7a8fbb307d7809469ca9abcb0082e4f'.repeat(2) }],
      },
    },
    counts: { 'indicators.jsonl': 2, 'notes.jsonl': 1, 'timeline.jsonl': 2 },
    indicators: [
      {
        ...{ type: 'domain', value: 'update.cdn-mirror.example', score: 92, severity: 'critical', state: 'reviewed' },
        ...{ verdict: 'malicious', vendors: ['crowdstrike'], role: 'C2', comment: null, addedAt: at },
      },
      {
        ...{ type: 'ipv4', value: '198.51.100.77', score: 64, severity: 'medium', state: 'new', verdict: 'unknown' },
        ...{ vendors: ['datadog'], role: null, comment: null, addedAt: at },
      },
    ],
    notes: [{ at, by: 'E. Moreau', text: 'Seen twice in the proxy log.', pinned: true, evidence: [] }],
    timeline: [
      { at, text: 'Case opened by E. Moreau.', by: null },
      { at, text: 'Case closed as malicious by E. Moreau.', by: null },
    ],
  };
}

function auditHandlers(nowMs: number) {
  const entry = (id: number, action: string, text: string) => ({
    id,
    atMs: nowMs - (6 - id) * 3_600_000,
    by: id % 2 === 0 ? 'Tom Berg' : 'Ada Winter',
    action,
    case: action.startsWith('cases.') ? caseNumberSchema.parse('CASE-0001') : null,
    text,
    hash: String(id).repeat(64),
  });
  const entries = [
    entry(5, 'outbox.change', 'Change 12: sent.'),
    entry(4, 'triage.append', '2,000 indicators: reviewed, malicious.'),
    entry(3, 'cases.addNote', 'Note 2 added.'),
    entry(2, 'cases.addIndicators', '7 indicators added.'),
    entry(1, 'cases.create', 'Case opened.'),
  ];
  return {
    'audit.list': () => ({ entries, next: null }),
    'bundles.open': ({ passphrase }: MethodParsedInput<'bundles.open'>) => openFakeBundle(nowMs, passphrase),
    'audit.verify': () => ({ entries: 5, last: { id: 5, hash: '5'.repeat(64) }, faults: [] }),
  };
}

function caseHandlers(world: World, options: FakeOptions) {
  return {
    'cases.list': () => world.cases.map(summaryOf),
    'cases.get': (input: MethodParsedInput<'cases.get'>): Case => {
      const { indicators: _, notes, timeline, ...one } = caseOf(world, input.number);
      return { ...one, noteCount: notes.length, timelineCount: timeline.length };
    },
    'cases.notes': ({ number, ...window }: MethodParsedInput<'cases.notes'>) =>
      newestFirst(
        caseOf(world, number).notes.toSorted((a, b) => Number(a.isPinned) - Number(b.isPinned)),
        window,
      ),
    'cases.timeline': ({ number, ...window }: MethodParsedInput<'cases.timeline'>) =>
      newestFirst(
        caseOf(world, number).timeline.toSorted((a, b) => a.atMs - b.atMs),
        window,
      ),
    'cases.indicators': ({ number, offset, limit }: MethodParsedInput<'cases.indicators'>) =>
      caseOf(world, number)
        .indicators.slice(offset, offset + limit)
        .map((entry) => rowOf(world, number, entry)),
    'cases.indicator': ({ number, type, value }: MethodParsedInput<'cases.indicator'>) => {
      const found = caseOf(world, number).indicators.find((entry) => entry.type === type && entry.value === value);
      if (found === undefined) throw new AppError('state.notFound', `${number} does not hold this indicator.`);
      return found;
    },
    'cases.create': (input: MethodParsedInput<'cases.create'>) => {
      const template = caseOf(world, 'CASE-0002');
      const number = caseOf(world, 'CASE-0002').number.replace(/\d+$/, String(world.cases.length + 1).padStart(4, '0'));
      const created: FakeCase = {
        ...template,
        indicators: [],
        title: input.title,
        severity: input.severity ?? 'medium',
        tlp: input.tlp ?? 'amber',
        pap: input.pap ?? 'amber',
        assignee: input.assignee ?? null,
        number: number as Case['number'],
        status: 'open',
        verdict: null,
        summary: null,
        closedAtMs: null,
        createdAtMs: options.nowMs,
        updatedAtMs: options.nowMs,
      };
      world.cases = [...world.cases, created];
      return summaryOf(created);
    },
    'cases.update': (input: MethodParsedInput<'cases.update'>) =>
      summaryOf(changeCase(world, input.number, () => ({ ...input.fields }) as Partial<FakeCase>)),
    'cases.addIndicators': (input: MethodParsedInput<'cases.addIndicators'>) => ({
      added: select(world, input.selection).length,
      alreadyThere: 0,
      isStopped: false,
      undo: 1,
    }),
    'cases.undoAddition': () => ({ removed: 1 }),
    'cases.cancelAddition': () => null,
    'cases.removeIndicator': (input: MethodParsedInput<'cases.removeIndicator'>) => {
      changeCase(world, input.number, (one) => ({
        indicators: one.indicators.filter((entry) => entry.value !== input.value),
        indicatorCount: one.indicatorCount - 1,
      }));
      return null;
    },
    'cases.addNote': (input: MethodParsedInput<'cases.addNote'>) => {
      changeCase(world, input.number, (one) => ({
        notes: [
          ...one.notes,
          {
            id: one.notes.length + 1,
            atMs: options.nowMs,
            by: 'Ada Winter',
            text: input.text,
            isPinned: false,
            evidence: [],
          },
        ],
      }));
      return { id: caseOf(world, input.number).notes.length };
    },
    'cases.addTimelineEntry': (input: MethodParsedInput<'cases.addTimelineEntry'>) => {
      const { happenedAtMs: atMs, text } = input;
      changeCase(world, input.number, (one) => ({
        timeline: [...one.timeline, { id: 90, atMs, kind: 'own', text, by: 'Ada Winter' }],
      }));
      return { id: 90 };
    },
    'cases.removeTimelineEntry': ({ number, id }: MethodParsedInput<'cases.removeTimelineEntry'>) => {
      changeCase(world, number, (one) => ({ timeline: one.timeline.filter((entry) => entry.id !== id) }));
      return null;
    },
    'cases.pinNote': ({ number, noteId, pinned }: MethodParsedInput<'cases.pinNote'>) => {
      changeCase(world, number, (one) => ({
        notes: one.notes.map((note) => (note.id === noteId ? { ...note, isPinned: pinned } : note)),
      }));
      return null;
    },
    'cases.pinRecord': () => ({ id: 9 }),
    'cases.unpinRecord': () => null,
    'cases.evidenceRaw': () => ({ text: raw(1), cut: false }),
    'cases.addFile': ({ number }: MethodParsedInput<'cases.addFile'>) => {
      const [file] = caseOf(world, 'CASE-0001').files;
      if (file === undefined) throw new AppError('state.notFound', `${number} has no file.`);
      return file;
    },
    'cases.removeFile': ({ number, id }: MethodParsedInput<'cases.removeFile'>) => {
      changeCase(world, number, (one) => ({ files: one.files.filter((file) => file.id !== id) }));
      return null;
    },
    'cases.addTask': (input: MethodParsedInput<'cases.addTask'>) => {
      changeCase(world, input.number, (one) => ({
        tasks: [...one.tasks, { id: one.tasks.length + 1, text: input.text, done: false }],
      }));
      return { id: 1 };
    },
    'cases.setTaskDone': (input: MethodParsedInput<'cases.setTaskDone'>) => {
      changeCase(world, input.number, (one) => ({
        tasks: one.tasks.map((task) => (task.id === input.taskId ? { ...task, done: input.done } : task)),
      }));
      return null;
    },
    'cases.close': (input: MethodParsedInput<'cases.close'>) =>
      summaryOf(
        changeCase(world, input.number, () => ({
          status: 'closed',
          verdict: input.verdict,
          summary: input.summary,
          closedAtMs: options.nowMs,
        })),
      ),
  };
}

const waitingMethods: ReadonlySet<MethodName> = new Set([
  'indicators.search',
  'indicators.count',
  'indicators.facets',
  'indicators.histogram',
  'indicators.get',
  'indicators.pivots',
  'cases.addIndicators',
]);
const additionHalfWay = { done: 31_500, total: 56_214, isRunning: true };

/**
 * A bridge that answers the contract from memory, for pictures of the window and tests of its look; it decides nothing
 * that the application decides and is never part of the product.
 */
export function createFakeWorkbench(options: FakeOptions): Transport {
  const listeners = new Set<(text: string) => void>();
  const isBare = options.scenario === 'empty' || options.scenario === 'unsynced';
  const rows = isBare ? [] : makeIndicators(options.rows, options.nowMs);
  const world: World = {
    rows,
    connections: options.scenario === 'empty' ? [] : makeConnections(options.nowMs),
    cases: isBare ? [] : makeCases(rows, options.nowMs),
    searches: isBare
      ? []
      : [
          { name: 'Fresh command and control', query: 'tag:c2 score:>=70 sort:-last_seen', newCount: 12 },
          { name: 'Invoices', query: 'under:invoice-center.example', newCount: 0 },
        ].map((search) => ({
          ...search,
          columns: null,
          createdAtMs: options.nowMs - 9 * 86_400_000,
          lookedAtMs: options.nowMs - 86_400_000,
        })),
    outbox: isBare ? [] : makeOutbox(makeConnections(options.nowMs), options.nowMs),
    settings: {
      theme: options.theme,
      density: options.density ?? 'compact',
      timeZone: 'utc',
      analystName: 'Ada Winter',
      defaultTlp: 'amber',
      updates: 'manual',
    },
    emit: (event, payload) => {
      for (const listener of listeners) listener(JSON.stringify({ event, payload }));
    },
  };
  const handlers: Handlers = {
    ...appHandlers(world, options),
    ...connectionHandlers(world, options),
    ...indicatorHandlers(world, options),
    ...caseHandlers(world, options),
    ...auditHandlers(options.nowMs),
    ...lookupHandlers(world),
    ...fakeLists(options.nowMs),
    ...fakeImports(),
    ...fakeUpdates(
      () => world.settings,
      (progress) => world.emit('updates.progressed', progress),
      {
        nowMs: options.nowMs,
        isWithout: isBare,
      },
    ),
  };
  return {
    call: async (text) => {
      const { signal } = new AbortController();
      const { id, method, input } = JSON.parse(text) as { id: number; method: MethodName; input: never };
      if (options.scenario === 'waiting' && method === 'cases.addIndicators')
        world.emit('cases.additionProgressed', {
          ...additionHalfWay,
          number: (input as { number: Case['number'] }).number,
        });
      if (options.scenario === 'waiting' && waitingMethods.has(method)) await new Promise(() => undefined);
      try {
        return JSON.stringify({ id, ok: true, value: await handlers[method](input, { signal }) });
      } catch (error) {
        return JSON.stringify({ id, ok: false, error: toWireError(error) });
      }
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
