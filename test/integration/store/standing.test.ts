import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import { type Enforcer, listChecks } from '#main/domain/standing.ts';
import type { Store } from '#main/services/ports/store.ts';
import {
  addConnection,
  connectionId,
  makeDataFolder,
  openTestStore,
  record,
  TestClock,
  valuesOf,
  walk,
} from '../../support/store.ts';

const nowMs = Date.UTC(2026, 10, 21);
const dayMs = 86_400_000;
const clock = new TestClock(nowMs);

/** `acme` acts on indicators, `umbra` only reports. */
const acme: Enforcer = {
  vendor: 'acme',
  name: 'Acme',
  enforcing: ['prevent', 'detect'],
  allowing: ['allow'],
  types: ['domain'],
};

let data: ReturnType<typeof makeDataFolder>;
let store: Store;

beforeEach(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder, { clock });
  await addConnection(store, 1, 'Acts');
  await addConnection(store, 2, 'Reports', 'umbra');
});
afterEach(async () => {
  await store.close();
  data.remove();
});

const find = async (query: string): Promise<string[]> =>
  (await valuesOf(store, parseQuery(query, { nowMs: clock.nowMs() }))).sort();

async function findAll(): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const { id, query } of listChecks([acme], ['umbra'])) found[id] = await find(query);
  return found;
}

const recently = { lastSeenMs: nowMs - 2 * dayMs };
const expired = { expiresAtMs: nowMs - dayMs, action: 'no_action' };

async function decide(value: string, change: { state?: 'reviewed'; verdict?: 'malicious' }): Promise<void> {
  const ids = await store.read('indicators.searchIds', { plan: parseQuery(`value:${value}`, { nowMs }), limit: null });
  await store.write('triage.append', { ids, change: { ...change, by: 'ana', atMs: nowMs - dayMs } });
}

it('finds exactly what is enforced and what drifts', async () => {
  await walk(store, [
    {
      records: [
        record('enforced.example', { action: 'prevent', ...recently }),
        record('watched.example', { action: 'detect', expiresAtMs: nowMs + dayMs, ...recently }),
        record('ended.example', { ...expired }),
        record('ended-both.example', { ...expired }),
        record('ended-stale.example', { ...expired }),
        record('renewed.example', { ...expired }),
        // A second record about the same value, under another key, that holds.
        { ...record('renewed.example', { action: 'prevent' }), key: 'renewed again' },
        record('deleted.example', { action: 'prevent', gone: true }),
        record('allowed.example', { action: 'allow', benign: true }),
        record('allowed-bad.example', { action: 'allow', benign: true }),
        record('disputed.example', { action: 'allow', benign: true, score: null }),
        record('abandoned.example', { action: 'prevent' }),
        record('kept.example', { action: 'prevent' }),
      ],
    },
  ]);
  await walk(
    store,
    [
      {
        records: [
          record('ended.example', recently),
          record('ended-both.example', { expiresAtMs: nowMs - dayMs, ...recently }),
          record('ended-stale.example', { lastSeenMs: nowMs - 90 * dayMs }),
          record('renewed.example', recently),
          record('disputed.example', { score: 90 }),
          record('abandoned.example', { gone: true }),
          record('kept.example', { gone: true }),
          { ...record('kept.example'), key: 'kept elsewhere' },
          record('bad.example', recently),
          record('again.example', { lastSeenMs: nowMs }),
          record('quiet.example', recently),
          record('undated.example'),
        ],
      },
    ],
    { connectionId: connectionId(2) },
  );
  await decide('allowed-bad.example', { verdict: 'malicious' });
  await decide('bad.example', { verdict: 'malicious' });
  await decide('enforced.example', { verdict: 'malicious' });
  for (const value of ['again.example', 'quiet.example', 'undated.example']) await decide(value, { state: 'reviewed' });

  expect(await findAll()).toEqual({
    'enforced-acme': ['abandoned.example', 'enforced.example', 'kept.example', 'renewed.example', 'watched.example'],
    'expired-acme': ['ended.example'],
    'gone-acme': ['abandoned.example'],
    'allowed-acme': ['allowed-bad.example', 'disputed.example'],
    'missed-acme': ['allowed-bad.example', 'bad.example'],
    'seen-again': ['again.example'],
    disagree: ['disputed.example'],
  });
  expect(await find('gone:acme')).toEqual(['deleted.example']);
  expect(await find('expired:acme')).toEqual([
    'ended-both.example',
    'ended-stale.example',
    'ended.example',
    'renewed.example',
  ]);
  expect(await find('vendor:acme -live:acme')).toEqual([
    'deleted.example',
    'ended-both.example',
    'ended-stale.example',
    'ended.example',
  ]);
});

it('follows the clock: what expires is enforced until that moment, without a sync in between', async () => {
  await walk(store, [{ records: [record('brief.example', { action: 'prevent', expiresAtMs: nowMs + 1_000 })] }]);
  await walk(store, [{ records: [record('brief.example', { lastSeenMs: nowMs })] }], { connectionId: connectionId(2) });
  expect(await find('enforced:prevent live:acme -expired:acme')).toEqual(['brief.example']);
  clock.advance(1_000);
  expect(await find('enforced:*')).toEqual([]);
  expect(await find('live:acme')).toEqual([]);
  const drift = listChecks([acme], ['umbra']).find(({ id }) => id === 'expired-acme');
  expect(await find(drift?.query ?? '')).toEqual(['brief.example']);
});
