import { expect, it } from 'vitest';
import { createPush } from '#main/app/push.ts';
import type { CaseService } from '#main/services/case-service.ts';
import type { DetailsService } from '#main/services/details/details-service.ts';
import type { LookupDesk, LookupProgress } from '#main/services/lookup-desk/lookup-desk.ts';
import type { Store, StoreChange } from '#main/services/ports/store.ts';
import type { ScheduleService } from '#main/services/schedule/schedule-service.ts';
import type { SyncEvent, SyncListener } from '#main/services/sync/events.ts';
import type { SyncService } from '#main/services/sync/sync-service.ts';
import type { DailyLook } from '#main/services/updates/daily-look.ts';
import type { UpdateService } from '#main/services/updates/update-service.ts';
import { createClient } from '#shared/contract/client.ts';
import { caseNumberSchema, connectionIdSchema } from '#shared/model/ids.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const connectionId = connectionIdSchema.parse('c-0123456789abcdef');
const progress = {
  connectionId,
  connection: 'East',
  stream: 'hosts',
  pages: 1,
  received: 10,
  expected: null,
  waitingUntilMs: null,
};
const run = {
  id: 1,
  connection: 'East',
  stream: 'hosts',
  startedAtMs: 1,
  finishedAtMs: 2,
  status: 'complete',
  expected: 10,
  received: 10,
  stored: 10,
  unchanged: 0,
  rejected: 0,
  pages: 1,
  requests: 1,
  waitedMs: 0,
  error: null,
} as const;

const addition = { number: caseNumberSchema.parse('CASE-0001'), done: 1, total: 2, isRunning: true };

const refresh = { done: 3, total: 9, waitingUntilMs: null, isRunning: true };
const looked: LookupProgress = { id: 1, file: 'a.pdf', stage: 'matching', done: 1, total: 2, isRunning: true };

const download = { name: 'new.deb', doneBytes: 5, totalBytes: 9, isRunning: true };
const health: StoreHealth = [{ kind: 'damaged', detail: 'page 7', foundAtMs: 1, reference: null }];
const found = { name: 'Fresh', query: 'tag:c2', newCount: 3 };

/** Sources that a test can make speak, and the push over them. */
function setUp() {
  let tellSync: SyncListener = () => undefined;
  let tellAddition: Parameters<CaseService['onAddition']>[0] = () => undefined;
  let tellLookup: (progress: LookupProgress) => void = () => undefined;
  let tellStore: (change: StoreChange) => void = () => undefined;
  let tellHealth: (health: StoreHealth) => void = () => undefined;
  const store: Store = Object.assign(new ScriptedStore({}), {
    onChange(listener: (change: StoreChange) => void) {
      tellStore = listener;
      return () => undefined;
    },
    onHealth(listener: (health: StoreHealth) => void) {
      tellHealth = listener;
      return () => undefined;
    },
  });
  // Only the events of the service are listened to.
  const sync = {
    onEvent(listener: SyncListener) {
      tellSync = listener;
      return () => undefined;
    },
  } as Partial<SyncService> as SyncService;
  const cases: Pick<CaseService, 'onAddition'> = {
    onAddition(listener) {
      tellAddition = listener;
      return () => undefined;
    },
  };
  let tellRefresh: Parameters<DetailsService['onProgress']>[0] = () => undefined;
  const details: Pick<DetailsService, 'onProgress'> = {
    onProgress(listener) {
      tellRefresh = listener;
      return () => undefined;
    },
  };
  const budgets = { onChange: () => () => undefined };
  const desk: Pick<LookupDesk, 'onProgress'> = {
    onProgress(listener) {
      tellLookup = listener;
      return () => undefined;
    },
  };
  const exports = { runs: { onProgress: () => () => undefined } };
  const importDesk = { onProgress: () => () => undefined };
  let tellFound: Parameters<ScheduleService['onFound']>[0] = () => undefined;
  const schedule: Pick<ScheduleService, 'onFound'> = {
    onFound(listener) {
      tellFound = listener;
      return () => undefined;
    },
  };
  let tellNewer: Parameters<DailyLook['onFound']>[0] = () => undefined;
  const dailyLook: Pick<DailyLook, 'onFound'> = {
    onFound(listener) {
      tellNewer = listener;
      return () => undefined;
    },
  };
  let tellDownload: Parameters<UpdateService['onProgress']>[0] = () => undefined;
  const updates: Pick<UpdateService, 'onProgress'> = {
    onProgress(listener) {
      tellDownload = listener;
      return () => undefined;
    },
  };
  const push = createPush({
    sync,
    cases,
    details,
    budgets,
    exports,
    desk,
    importDesk,
    schedule,
    updates,
    dailyLook,
    store,
  });
  return {
    push,
    sync: (event: SyncEvent) => tellSync(event),
    addition: () => tellAddition(addition),
    refresh: () => tellRefresh(refresh),
    lookup: () => tellLookup(looked),
    found: () => tellFound([found]),
    newer: () => tellNewer('9.0.0'),
    download: () => tellDownload(download),
    store: (change: StoreChange) => tellStore(change),
    health: () => tellHealth(health),
  };
}

it('reaches the typed client of a window', () => {
  const {
    push,
    sync,
    addition: tellAddition,
    refresh: tellRefresh,
    lookup: tellLookup,
    found: tellFound,
    newer: tellNewer,
    download: tellDownload,
    store,
    health: tellHealth,
  } = setUp();
  const client = createClient({ call: () => Promise.reject(new Error('No call is made.')), onEvent: push.onEvent });
  const heard: unknown[] = [];
  client.on('sync.progressed', (payload) => heard.push(payload));
  client.on('sync.finished', (payload) => heard.push(payload));
  client.on('sync.noticed', (payload) => heard.push(payload));
  client.on('cases.additionProgressed', (payload) => heard.push(payload));
  client.on('details.progressed', (payload) => heard.push(payload));
  client.on('lookup.progressed', (payload) => heard.push(payload));
  client.on('searches.found', (payload) => heard.push(payload));
  client.on('updates.found', (payload) => heard.push(payload));
  client.on('updates.progressed', (payload) => heard.push(payload));
  client.on('data.changed', (payload) => heard.push(payload));
  client.on('care.healthChanged', (payload) => heard.push(payload));
  const change = { indicators: true, cases: false, connections: false, settings: false, outbox: false };
  sync({ kind: 'progress', progress });
  sync({ kind: 'finished', connectionId, run });
  sync({ kind: 'notice', connectionId, connection: 'East', text: 'The tenant lives in eu.' });
  tellAddition();
  tellRefresh();
  tellLookup();
  tellFound();
  tellNewer();
  tellDownload();
  store(change);
  tellHealth();
  expect(heard).toEqual([
    progress,
    { connectionId, run },
    { connectionId, connection: 'East', text: 'The tenant lives in eu.' },
    addition,
    refresh,
    looked,
    [found],
    { version: '9.0.0' },
    download,
    change,
    health,
  ]);
});

it('tells nothing to those who left', () => {
  const { push, sync } = setUp();
  const heard: string[] = [];
  const leave = push.onEvent((text) => heard.push(text));
  sync({ kind: 'progress', progress });
  leave();
  sync({ kind: 'progress', progress });
  expect(heard).toHaveLength(1);
});
