import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cli, createCli } from '../../support/cli.ts';
import { addConnection, connectionId, openTestStore, record, walk } from '../../support/store.ts';

const cli: Cli = createCli();

beforeAll(async () => {
  // The first command makes the folder.
  await cli.run(['lists', 'list']);
  const store = await openTestStore('inline', cli.folder);
  await addConnection(store, 1, 'Falcon', 'crowdstrike');
  await addConnection(store, 2, 'Dog', 'datadog');
  await walk(store, [{ records: [record('a.example', { action: 'prevent' }), record('b.example')] }]);
  await walk(store, [{ records: [record('b.example'), record('c.example'), record('d.example')] }], {
    connectionId: connectionId(2),
  });
  await store.close();
});
afterAll(() => cli.remove());

describe('sources', { timeout: 240_000 }, () => {
  it('tells what vendors share', async () => {
    expect(await cli.json(['sources', 'overlap', '--json'])).toEqual([
      { vendor: 'crowdstrike', indicators: 2, onlyHere: 1, shared: { datadog: 1 } },
      { vendor: 'datadog', indicators: 3, onlyHere: 2, shared: { crowdstrike: 1 } },
    ]);
    const { stdout, stderr } = await cli.run(['sources', 'overlap']);
    expect(stdout).toMatch(/^VENDOR +CROWDSTRIKE +DATADOG +ONLY HERE\ncrowdstrike +2 +1 +1\ndatadog +1 +3 +2\n$/);
    expect(stderr).toBe('1 of 4 indicators are known to more than one vendor.\n');
  });

  it('counts what is enforced and what drifts by queries that search finds', async () => {
    const checks = await cli.json(['sources', 'checks', '--json']);
    expect(checks.length).toBeGreaterThan(5);
    const [enforced] = checks;
    expect(enforced).toMatchObject({ id: 'enforced-crowdstrike', group: 'enforced', count: 1 });
    const query = String(enforced?.['query']);
    expect(await cli.json(['search', query, '--json'])).toMatchObject([{ value: 'a.example' }]);
    expect((await cli.run(['sources', 'checks'])).stdout).toContain('Reviewed, but seen again');
  });

  it('shows and sets how often a window syncs by itself', async () => {
    expect(await cli.json(['sources', 'schedule', '--json'])).toEqual([
      { connection: 'Dog', syncEveryMinutes: null },
      { connection: 'Falcon', syncEveryMinutes: null },
    ]);
    expect((await cli.run(['sources', 'schedule', 'falcon', '2h'])).stdout).toMatch(/Falcon +crowdstrike +every 2h/);
    expect(await cli.json(['sources', 'schedule', 'falcon', '--json'])).toEqual([
      { connection: 'Falcon', syncEveryMinutes: 120 },
    ]);
    expect((await cli.run(['sources', 'schedule', 'falcon', 'off'])).stdout).toContain('only when asked');
    for (const every of ['4m', '169h', 'often']) {
      expect((await cli.run(['sources', 'schedule', 'falcon', every])).status, every).toBe(2);
    }
    expect((await cli.run(['sources', 'schedule', 'nobody', '2h'])).status).toBe(1);
  });
});
