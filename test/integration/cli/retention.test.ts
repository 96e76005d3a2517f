import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cli, createCli } from '../../support/cli.ts';
import { addConnection, openTestStore, record, walk } from '../../support/store.ts';

let cli: Cli;

beforeAll(async () => {
  cli = createCli();
  const store = await openTestStore('inline', cli.folder);
  await addConnection(store, 1, 'Feed');
  const dayMs = 86_400_000;
  const walked = [
    ['old.example', 100],
    ['recent.example', 2],
  ] as const;
  for (const [value, days] of walked) {
    await walk(store, [{ records: [record(value)] }], { atMs: Date.now() - days * dayMs });
  }
  await store.close();
});
afterAll(() => cli.remove());

const count = async () => (await cli.json(['search', '', '--count', '--json']))[0];

describe('retention at a terminal', () => {
  it('is for good at first', async () => {
    expect(await cli.json(['retention', '--json'])).toEqual([{ connection: 'Feed', retentionDays: null }]);
    expect((await cli.run(['retention'])).stdout).toMatch(/Feed\s+acme\s+for good/);
  });

  it('counts what would go, and changes nothing', async () => {
    const { status, stderr } = await cli.run(['retention', 'feed', '30', '--dry-run']);
    expect([status, stderr]).toEqual([0, 'Feed: 30 days. 1 record would go.\n']);
    expect(await cli.json(['retention', '--json'])).toMatchObject([{ retentionDays: null }]);
  });

  it('is set, and keeps its hands off until told or until a sync is complete', async () => {
    const { stderr } = await cli.run(['retention', 'Feed', '30']);
    expect(stderr).toBe('Feed: 30 days. 1 record will go at the end of the next complete sync, or with --now.\n');
    expect(await count()).toMatchObject({ count: 2 });
    const [gone] = await cli.json(['retention', 'Feed', '--now', '--json']);
    expect(gone).toEqual({ connection: 'Feed', retentionDays: 30, due: 1, forgotten: 1 });
    expect(await count()).toMatchObject({ count: 1 });
    expect((await cli.run(['retention', 'Feed', 'forever'])).stderr).toBe('Feed: for good. Nothing is due.\n');
  });

  it.each([
    ['0', 'number of days'],
    ['-3', '"-3" is no number of days.'],
    ['3651', 'number of days'],
    ['1.5', '"1.5" is no number of days.'],
    ['soon', '"soon" is no number of days.'],
  ])('refuses %s', async (days, reason) => {
    const { status, stderr } = await cli.run(['retention', 'Feed', days]);
    expect(status).toBe(2);
    expect(stderr).toContain(reason);
    expect(await cli.json(['retention', '--json'])).toMatchObject([{ retentionDays: null }]);
  });

  it('names the connections there are', async () => {
    const { status, stderr } = await cli.run(['retention', 'Nobody', '30']);
    expect([status, stderr]).toEqual([1, expect.stringContaining('One of: Feed.')]);
  });
});
