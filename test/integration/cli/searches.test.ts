import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cli, createCli } from '../../support/cli.ts';
import { addConnection, openTestStore, record, walk } from '../../support/store.ts';
import type { TestRecord } from '../../support/store-stream.ts';

const cli: Cli = createCli();

/** What a sync of another process adds. */
async function add(records: readonly TestRecord[], isFirst = false): Promise<void> {
  const store = await openTestStore('inline', cli.folder);
  if (isFirst) await addConnection(store);
  await walk(store, [{ records: [...records] }]);
  await store.close();
}

beforeAll(async () => {
  // The first command makes the folder.
  await cli.run(['lists', 'list']);
  await add([record('evil.com', { score: 90 }), record('8.8.8.8', { type: 'ipv4', score: 20 })], true);
});
afterAll(() => cli.remove());

describe('searches', { timeout: 240_000 }, () => {
  it('are kept under a name, counted for what is new, and looked at', async () => {
    expect(await cli.run(['searches', 'save', 'bad hosts', 'type:domain score:>=70'])).toMatchObject({
      status: 0,
      stderr: 'Saved as bad hosts.\n',
    });
    const [saved, ...others] = await cli.json(['searches', 'list', '--json']);
    expect(others).toEqual([]);
    expect(saved).toMatchObject({ name: 'bad hosts', query: 'type:domain score:>=70', newCount: 0 });

    await add([record('worse.com', { score: 95 }), record('harmless.com', { score: 5 })]);
    expect(await cli.json(['searches', 'list', '--json'])).toMatchObject([{ newCount: 1 }]);

    const ran = await cli.run(['searches', 'run', 'bad hosts', '--json']);
    const values = ran.stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(values).toMatchObject([{ value: 'worse.com' }, { value: 'evil.com' }]);
    expect(ran).toMatchObject({ status: 0, stderr: expect.stringContaining('1 new since it was last looked at.') });
    expect(await cli.json(['searches', 'list', '--json'])).toMatchObject([{ newCount: 0 }]);
  });

  it('give way to one of the same name, and are forgotten', async () => {
    await cli.run(['searches', 'save', 'bad hosts', 'type:ipv4']);
    const { stdout } = await cli.run(['searches', 'list']);
    expect(stdout).toMatch(/^NAME +NEW +LOOKED AT \(UTC\) +QUERY\nbad hosts +0 .+type:ipv4\n$/);
    expect((await cli.run(['searches', 'run', 'bad hosts', '--limit', '1'])).stdout).toContain('8.8.8.8');
    expect(await cli.run(['searches', 'remove', 'bad hosts'])).toMatchObject({ status: 0 });
    expect(await cli.json(['searches', 'list', '--json'])).toEqual([]);
  });

  it('refuse a query that cannot be read, with its column, and a name that is not there', async () => {
    const unreadable = await cli.run(['searches', 'save', 'broken', 'score:>=']);
    expect(unreadable.status).toBe(2);
    expect(unreadable.stderr).toMatch(/column \d+/i);
    expect(await cli.json(['searches', 'list', '--json'])).toEqual([]);
    const unknown = await cli.run(['searches', 'run', 'broken']);
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toContain('There is no saved search of that name.');
  });
});
