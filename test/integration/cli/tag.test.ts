import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cli, createCli } from '../../support/cli.ts';
import { addConnection, openTestStore, record, walk } from '../../support/store.ts';

let cli: Cli;

beforeAll(async () => {
  cli = createCli();
  // The first command makes the folder.
  await cli.run(['lists', 'list']);
  const store = await openTestStore('inline', cli.folder);
  await addConnection(store, 1, 'Feed');
  const many = Array.from({ length: 120 }, (_, n) => record(`n${n}.example`, { tags: ['loader'] }));
  await walk(store, [{ records: [record('evil.com'), record('www.evil.com'), ...many] }]);
  await store.close();
});
afterAll(() => cli.remove());

const count = async (query: string) => (await cli.json(['search', query, '--count']))[0]?.['count'];
const tag = (...argv: readonly string[]) => cli.run(['tag', ...argv]);

describe('tag at a terminal', { timeout: 240_000 }, () => {
  it('is put on a named value only, and shown with who did it', async () => {
    const added = await tag('add', 'evil[.]com', '--tag', 'Campaign  X', '--tag', 'c2');
    expect([added.status, added.stdout, added.stderr]).toEqual([0, '', '1 indicator changed.\n']);
    expect(await count('tag:"campaign x"')).toBe(1);
    const [shown] = await cli.json(['show', 'evil.com']);
    expect(shown).toMatchObject({
      tags: ['Campaign X', 'c2'],
      ownTags: [{ tag: 'c2' }, { tag: 'Campaign X', by: expect.any(String), at: expect.stringMatching(/Z$/) }],
      tagHistory: [{ change: 'added' }, { change: 'added' }],
    });
    const text = await cli.run(['show', 'evil.com']);
    expect(text.stdout).toMatch(/own tags +c2, Campaign X\n/);
    expect(text.stdout).toMatch(/history of own tags\n.*\+ Campaign X/);
    expect(await cli.json(['search', 'evil.com'])).toMatchObject([{ tags: ['Campaign X', 'c2'] }, { tags: [] }]);
  });

  it('is put on several values and queries, and those that have it are told apart', async () => {
    const both = await tag('add', 'evil.com', 'value:www.*', '--tag', 'c2');
    expect([both.status, both.stderr]).toEqual([0, '1 indicator changed; 1 had it already.\n']);
    expect(await cli.json(['tag', 'list', '--json'])).toEqual([
      { tag: 'c2', count: 2 },
      { tag: 'Campaign X', count: 1 },
    ]);
    expect((await tag('list')).stdout).toMatch(/TAG +INDICATORS\nc2 +2\nCampaign X +1\n/);
  });

  it('is counted without being changed', async () => {
    const told = await tag('add', 'evil', '--tag', 'campaign x', '--dry-run');
    expect([told.status, told.stderr]).toEqual([0, '2 indicators matched.\n1 indicator would get campaign x.\n']);
    expect(await cli.json(['tag', 'remove', 'evil', '--tag', 'c2', '--dry-run', '--json'])).toEqual([
      { matched: 2, tags: { c2: 2 } },
    ]);
    expect(await count('tag:c2')).toBe(2);
  });

  it('asks for --yes where many are meant', async () => {
    const refused = await tag('add', 'tag:loader', '--tag', 'mine');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/120 indicators are meant; nothing was changed\..*--yes/s);
    expect(await count('tag:mine')).toBe(0);
    expect(await cli.json(['tag', 'add', 'tag:loader', '--tag', 'mine', '--yes', '--json'])).toEqual([
      { changed: 120 },
    ]);
    expect(await count('tag:mine tag:loader')).toBe(120);
  });

  it('is taken off, and leaves what vendors say', async () => {
    const off = await tag('remove', 'tag:mine', '--tag', 'MINE', '--tag', 'loader', '--yes');
    expect([off.status, off.stderr]).toEqual([0, '120 indicators changed.\n']);
    expect([await count('tag:mine'), await count('tag:loader')]).toEqual([0, 120]);
  });

  it.each([
    ['no tag', ['add', 'evil.com'], 2, /Name a tag with --tag\./],
    ['an empty tag', ['add', 'evil.com', '--tag', '  '], 2, /A tag must not be empty\./],
    ['a hidden character', ['add', 'evil.com', '--tag', 'a\u202Eb'], 2, /control characters or invisible ones/],
    ['a long tag', ['add', 'evil.com', '--tag', 'x'.repeat(101)], 2, /at most 100 characters/],
    ['no match', ['add', 'type:ipv4', '--tag', 'x'], 1, /Nothing matched/],
    ['an unknown domain', ['add', 'nobody.example.org', '--tag', 'x'], 1, /does not hold this domain/],
    ['a blank name', ['remove', ' ', '--tag', 'x'], 2, /Nothing was named/],
    ['a bad query', ['add', 'score:>=high', '--tag', 'x'], 2, /column/],
  ])('refuses %s', async (_what, argv, status, reason) => {
    const result = await tag(...argv);
    expect([result.status, result.stdout]).toEqual([status, '']);
    expect(result.stderr).toMatch(reason);
  });
});
