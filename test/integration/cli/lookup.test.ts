import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '#main/services/ports/store.ts';
import { type Cli, createCli } from '../../support/cli.ts';
import { addConnection, openTestStore, record, walk } from '../../support/store.ts';

const cli: Cli = createCli();
const sha256 = 'a'.repeat(63).concat('1');
const md5 = 'b'.repeat(31).concat('2');

beforeAll(async () => {
  // The first command makes the folder.
  await cli.run(['lists', 'list']);
  const store: Store = await openTestStore('inline', cli.folder);
  await addConnection(store);
  const derived = [{ type: 'md5', value: md5, relation: 'same_file' }] as const;
  const records = [
    record('evil.com', { score: 90 }),
    record('8.8.8.8', { type: 'ipv4', score: 20 }),
    record(sha256, { type: 'sha256', score: 70, derived: [...derived] }),
  ];
  await walk(store, [{ records }]);
  await store.close();
});
afterAll(() => cli.remove());

describe('lookup', { timeout: 240_000 }, () => {
  it('tells of each candidate what the cache and the lists say, as documented', async () => {
    const text = `See hxxp://new[.]evil[.]net/a, evil[.]com twice: evil.com,\n8.8.8.8, 9.9.9.9, setup.py and ${md5}`;
    const lines = await cli.json(['lookup', '--json', '-'], { stdin: text });
    expect(lines.map(({ status, type, value, score }) => [status, type, value, score])).toEqual([
      ['unknown', 'url', 'http://new.evil.net/a', null],
      ['known', 'domain', 'evil.com', 90],
      ['known', 'ipv4', '8.8.8.8', 20],
      ['listed', 'ipv4', '9.9.9.9', null],
      ['invalid', 'domain', 'setup.py', null],
      ['known', 'md5', md5, 70],
    ]);
    expect(lines[1]).toEqual({
      type: 'domain',
      value: 'evil.com',
      input: 'evil[.]com',
      status: 'known',
      reason: null,
      lists: [],
      score: 90,
      severity: 'critical',
      vendors: ['acme'],
      verdict: 'unknown',
      cases: [],
      recall: null,
      opinions: [
        {
          vendor: 'acme',
          connection: 'Connection 1',
          score: 90,
          vendorScore: '90',
          severity: null,
          action: null,
          benign: false,
          live: true,
        },
      ],
      occurrences: [
        expect.objectContaining({ file: 'standard input', line: 1, offset: text.indexOf('evil[.]com twice') }),
        expect.objectContaining({ line: 1, offset: text.indexOf('evil.com,') }),
      ],
    });
    expect(lines[2]?.['lists']).toEqual(['IPv4 public DNS resolvers']);
    expect(lines[4]?.['reason']).toContain('A file name');
  });

  it('tells who was dealt with before, and that nothing is known of the others', async () => {
    await cli.run(['case', 'create', '--title', 'Loader']);
    await cli.run(['case', 'add', 'CASE-0001', 'evil.com']);
    expect(await cli.run(['triage', '--verdict', 'benign', '--', 'evil.com'])).toMatchObject({ status: 0 });
    const text = 'evil.com and new.evil.net';
    expect(
      (await cli.json(['lookup', '--json'], { stdin: text })).map(({ recall, opinions }) => [recall, opinions]),
    ).toEqual([
      ['in 1 case, last judged benign', [expect.objectContaining({ vendor: 'acme', score: 90 })]],
      [null, []],
    ]);
    const { stdout } = await cli.run(['lookup'], { stdin: text });
    const [head = '', known = '', unknown = ''] = stdout.split('\n');
    expect(head).toMatch(/WHAT TO KNOW *$/);
    expect(known).toMatch(/^known +90 +domain +evil\.com .*in 1 case, last judged benign/);
    expect(unknown).not.toContain('judged');
  });

  it('reads several files, and goes on past one that it cannot', async () => {
    const good = join(cli.scratch, 'good.csv');
    const bad = join(cli.scratch, 'bad.pdf');
    writeFileSync(good, 'a,b\n1,evil.com\n');
    writeFileSync(bad, '%PDF-1.4 nothing');
    const { status, stdout, stderr } = await cli.run(['lookup', '--json', good, bad, join(cli.scratch, 'missing.txt')]);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('bad.pdf: The PDF is damaged.');
    expect(stderr).toContain('missing.txt: there is no such file.');
    expect(status).toBe(4);
  });

  it('refuses a single file that it cannot read', async () => {
    expect(await cli.run(['lookup', join(cli.scratch, 'missing.txt')])).toMatchObject({ status: 2 });
  });
});

describe('lists', { timeout: 240_000 }, () => {
  it('keeps own entries with reason, owner and last day', async () => {
    const added = await cli.run([
      'lists',
      'allow',
      '*.our-lab.net',
      '--reason',
      'detonation',
      '--expires',
      '2999-01-01',
    ]);
    expect(added).toMatchObject({ status: 0 });
    const [entry] = await cli.json(['lists', 'allowed', '--json']);
    expect(entry).toMatchObject({
      type: 'domain',
      value: 'our-lab.net',
      reason: 'detonation',
      expiresAt: '2999-01-02T00:00:00.000Z',
    });
    const [found] = await cli.json(['lookup', '--json'], { stdin: 'a.our-lab.net' });
    expect(found).toMatchObject({ status: 'listed', lists: ['Own allow-list'] });
    expect(await cli.run(['lists', 'allow', 'evil.com', '--reason', 'ours'])).toMatchObject({ status: 0 });
    expect(await cli.run(['show', 'evil.com'])).toMatchObject({
      stderr: '',
      stdout: expect.stringMatching(/listed on +Own allow-list/),
    });
    expect((await cli.json(['show', '--json', 'evil.com']))[0]).toMatchObject({ lists: ['Own allow-list'] });
    const [own] = await cli.json(['lists', 'allowed', '--json']);
    expect(await cli.run(['lists', 'disallow', String(own?.['id'])])).toMatchObject({ status: 0 });
    expect(await cli.run(['lists', 'disallow', String(entry?.['id'])])).toMatchObject({ status: 0 });
    expect(await cli.json(['lists', 'allowed', '--json'])).toEqual([]);
  });

  it.each([
    [['lists', 'allow', 'no indicator', '--reason', 'x'], 2],
    [['lists', 'allow', 'evil.com', '--reason', 'x', '--expires', '2001-01-01'], 2],
    [['lists', 'disallow', '4711'], 1],
    [['lists', 'remove', 'no-such-list'], 1],
  ])('%j ends with %i', async (args, status) => {
    expect(await cli.run(args)).toMatchObject({ status });
  });

  it('takes a newer list from a file over, once, and no regular expressions', async () => {
    const file = join(cli.scratch, 'cloudflare.json');
    const list = {
      name: 'List of known X',
      version: 99_999_999,
      type: 'cidr',
      matching_attributes: ['ip-dst'],
      list: ['45.9.0.0/16'],
    };
    writeFileSync(file, JSON.stringify(list));
    const check = await cli.run(['lists', 'import', file, '--dry-run']);
    expect(check).toMatchObject({ status: 0 });
    expect(check.stdout).toMatch(
      /1 entries, 0 left out; version \d+ with \d+ entries is here; it would be taken over\./,
    );
    expect(await cli.run(['lists', 'import', file])).toMatchObject({ status: 0, stderr: 'X: 1 entries taken over.\n' });
    expect(await cli.run(['lists', 'import', file])).toMatchObject({ status: 1 });
    expect((await cli.run(['lists', 'import', file, '--dry-run'])).stdout).toContain(
      'it would be refused: it is not newer.',
    );
    writeFileSync(file, JSON.stringify({ ...list, type: 'regex' }));
    expect(await cli.run(['lists', 'import', file])).toMatchObject({ status: 2 });
    const [found] = await cli.json(['lookup', '--json'], { stdin: '45.9.1.1' });
    expect(found).toMatchObject({ status: 'listed', lists: ['X'] });
  });
});
