import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stix } from '#main/exporters/stix/index.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { makeManyIndicators } from '../../support/exports/many-indicators.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { makeReportModel } from '../../support/report-models.ts';
import { openTestStore } from '../../support/store.ts';
import { startCommand } from './cli-process.ts';

/** Shares of the import after which it is killed, one after the other in one folder. */
const shares = [0, 0.2, 0.6, 0.9];
const number = 'CASE-0001' as CaseNumber;
const members = makeManyIndicators(4_000);

let folder: string;
const file = (): string => join(folder, 'case.json');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-import-kill-'));
  writeFileSync(file(), await joinChunks(stix.render(makeReportModel(members), { defang: true })));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (place: string) => startCommand(place, ['import', file(), '--json']);

/** Kills the import as soon as the case holds that many. @returns whether it was still running. */
async function kill(place: string, store: Store, least: number): Promise<boolean> {
  const command = start(place);
  let isOver = false;
  void command.finished.then(() => {
    isOver = true;
  });
  while (!isOver && ((await store.read('cases.get', { number }))?.indicatorCount ?? -1) < least) await pause(1);
  command.child.kill('SIGKILL');
  return (await command.finished).status === null;
}

/** Everything that was imported, without what depends on when it was. */
async function readState(store: Store) {
  const ids = await store.read('cases.memberIds', { number, order: 'added' });
  const found: object[] = [];
  for (let done = 0; done < ids.length; ) {
    const page = await store.read('cases.members', { ids: ids.slice(done, done + 500) });
    for (const { snapshot, ...member } of page.members) found.push({ ...member, vendors: snapshot.indicator.vendors });
    done += page.taken;
  }
  const window = { number, order: 'oldest', after: null, limit: 200 } as const;
  const { indicators, observations, check } = await store.read('store.statistics', { check: true });
  return {
    case: await store.read('cases.get', { number }),
    members: found,
    notes: (await store.read('cases.notes', window)).entries,
    timeline: (await store.read('cases.timeline', window)).entries,
    counts: { indicators, observations, check },
  };
}

describe('kill -9 in the middle of an import, then the import again', () => {
  it('ends with what an undisturbed import gives, each part once', async () => {
    const calm = join(folder, 'calm');
    expect((await start(calm).finished).status).toBe(0);
    const calmStore = await openTestStore('worker', calm);
    const expected = await readState(calmStore);
    await calmStore.close();
    expect(expected.members).toHaveLength(members.length);
    expect(expected.counts.check).toBe('ok');

    const place = join(folder, 'killed');
    const store = await openTestStore('worker', place);
    // Makes the database, which is then only looked at from here.
    await store.write('store.maintain', null);
    try {
      for (const share of shares) {
        expect(await kill(place, store, share * members.length)).toBe(true);
        expect((await store.read('store.statistics', { check: true })).check).toBe('ok');
      }
      const last = await start(place).finished;
      expect({ status: last.status, stderr: last.stderr }).toEqual({ status: 0, stderr: '' });
      expect(await readState(store)).toEqual(expected);
    } finally {
      await store.close();
    }
  });
});
