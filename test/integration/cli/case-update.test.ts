import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cli, createCli } from '../../support/cli.ts';
import { addConnection, openTestStore, record, walk } from '../../support/store.ts';
import { succeed } from './cache.ts';

let cli: Cli;

beforeAll(async () => {
  cli = createCli();
  const store = await openTestStore('inline', cli.folder);
  await addConnection(store);
  await walk(store, [{ records: [record('a.example')] }]);
  await store.close();
  await succeed(cli.run(['case', 'create', '--title', 'Loader']));
  await succeed(cli.run(['case', 'add', 'CASE-0001', 'a.example']));
}, 60_000);
afterAll(() => cli.remove());

const update = (...argv: readonly string[]) => cli.run(['case', 'update', ...argv]);
const show = async () => (await cli.json(['case', 'show', 'CASE-0001']))[0];

describe('case update', { timeout: 120_000 }, () => {
  it('changes what is named and leaves the rest', async () => {
    const words = ['--title', 'Loader on two laptops', '--severity', 'high', '--tlp', 'red', '--pap', 'green'];
    const told = await update('case-1', ...words, '--assignee', 'A. Novak', '--status', 'in_progress');
    expect(told).toMatchObject({ status: 0, stdout: 'CASE-0001\n', stderr: '' });
    const changed = { title: 'Loader on two laptops', severity: 'high', tlp: 'red', pap: 'green' };
    const standing = { assignee: 'A. Novak', status: 'in_progress', verdict: null, closedAt: null };
    // A line of `case list`, as `case create` and `case close` print it.
    expect(await cli.json(['case', 'update', 'CASE-0001', '--tlp', 'amber'])).toEqual(await cli.json(['case', 'list']));
    expect(await cli.json(['case', 'list'])).toMatchObject([{ ...changed, ...standing, tlp: 'amber' }]);
    expect((await cli.run(['case', 'show', 'CASE-0001'])).stdout).toContain('in_progress, severity high');
    expect((await cli.run(['case', 'list'])).stdout).toContain('in_progress');
    const entries = (await show())?.['timeline'] as { kind: string; text: string }[];
    const changes = entries.filter(({ kind }) => kind === 'changed');
    // Each ends with who did it.
    expect(changes.map(({ text }) => text.replace(/ \([^)]*\)$/, ''))).toEqual([
      'title: Loader → Loader on two laptops, status: open → in progress, severity: none → high, ' +
        'tlp: amber → red, pap: amber → green, assignee: none → A. Novak',
      'tlp: red → amber',
    ]);
  });

  it('gives the case to nobody by an empty name', async () => {
    await succeed(update('CASE-0001', '--assignee', ' '));
    expect(await show()).toMatchObject({ assignee: null, status: 'in_progress' });
  });

  it('gives a new case to nobody by an empty name too', async () => {
    const [created] = await cli.json(['case', 'create', '--title', 'Of nobody', '--assignee', ' ']);
    expect(created).toMatchObject({ title: 'Of nobody', assignee: null });
  });

  it.each([
    ['no field', [], 'Give at least one of --title, --status, --severity, --tlp, --pap, --assignee.'],
    ['an empty title', ['--title', ' '], 'title'],
    ['an unknown status', ['--status', 'done'], 'Allowed choices are open, in_progress.'],
    ['an end without a conclusion', ['--status', 'closed'], 'Allowed choices are open, in_progress.'],
    ['an unknown mark', ['--tlp', 'pink'], 'Allowed choices are clear, green, amber, amber+strict, red.'],
  ])('refuses %s with status 2 and changes nothing', async (_what, argv, message) => {
    const before = await show();
    const { status, stdout, stderr } = await update('CASE-0001', ...argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(await show()).toEqual(before);
  });

  it('says that there is no such case, with status 1', async () => {
    const { status, stderr } = await update('CASE-0007', '--tlp', 'red');
    expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringContaining('CASE-0007') });
  });

  it.each(['stix', 'misp', 'json'])('sets a status that another cache imports from %s', async (format) => {
    const file = join(cli.scratch, `case-${format}.json`);
    await succeed(cli.run(['export', 'CASE-0001', '--format', format, '--out', file]));
    const other = createCli();
    try {
      await succeed(other.run(['import', file]));
      expect((await other.json(['case', 'show', 'CASE-0001']))[0]).toEqual(await show());
      expect(await other.json(['case', 'list'])).toMatchObject([{ status: 'in_progress' }]);
    } finally {
      await other.remove();
    }
  });

  it('sets a status that a bundle tells', async () => {
    const file = join(cli.scratch, 'case.zip');
    await succeed(cli.run(['case', 'bundle', 'CASE-0001', '--out', file]));
    const [view] = await cli.json(['case', 'open-bundle', file]);
    expect(view).toMatchObject({ faults: [], head: { case: { status: 'in_progress' } } });
  });

  it.each(['', '  \n'])('closes no case without a summary (%j), with status 2', async (summary) => {
    const before = await show();
    const refused = await cli.run(['case', 'close', 'CASE-0001', '--verdict', 'benign', '--summary', summary]);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('The summary must not be empty.');
    expect(await show()).toEqual(before);
  });

  it('opens no closed case again, with status 1; its other fields can be corrected', async () => {
    await succeed(cli.run(['case', 'close', 'CASE-0001', '--verdict', 'benign', '--summary', 'A test.']));
    const closed = await show();
    const refused = await update('CASE-0001', '--status', 'open', '--title', 'Not taken');
    expect({ status: refused.status, stdout: refused.stdout }).toEqual({ status: 1, stdout: '' });
    expect(refused.stderr).toContain('CASE-0001 is closed; its status stays.');
    expect(await show()).toEqual(closed);
    await succeed(update('CASE-0001', '--title', 'A test'));
    expect(await show()).toMatchObject({ title: 'A test', status: 'closed', summary: 'A test.' });
    const checked = await cli.run(['audit', 'verify']);
    expect(checked.status, checked.stderr).toBe(0);
  });
});
