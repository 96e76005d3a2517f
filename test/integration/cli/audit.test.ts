import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCli } from '../../support/cli.ts';
import { spoilAuditLog } from '../../support/spoil-audit-log.ts';

const cli = createCli();
let noted = '';

beforeAll(async () => {
  for (const title of ['Loader', 'Stealer', 'Theft']) await cli.run(['case', 'create', '--title', title]);
}, 240_000);
afterAll(() => cli.remove());

describe('audit verify', { timeout: 240_000 }, () => {
  it('ends with 0 on a whole log, and prints the place to note', async () => {
    const { status, stdout, stderr } = await cli.run(['audit', 'verify']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^ok {5}3 entries, none changed or missing\.\nlast {3}3:[0-9a-f]{64}\n$/);
    noted = /last +(\S+)/.exec(stdout)?.[1] ?? '';
    expect(await cli.run(['audit', 'verify', '--noted', noted])).toMatchObject({ status: 0 });
    expect(await cli.json(['audit', 'verify'])).toEqual([
      { entries: 3, last: { id: 3, hash: noted.slice(2) }, faults: [] },
    ]);
  });

  it('ends with 5 when the log is not what was noted, and with 2 when that is no place', async () => {
    const { status, stdout } = await cli.run(['audit', 'verify', '--noted', `3:${'0'.repeat(64)}`]);
    expect(status).toBe(5);
    expect(stdout).toContain('FAULT  Entry 3 has another hash than was noted');
    expect(await cli.run(['audit', 'verify', '--noted', 'yesterday'])).toMatchObject({ status: 2, stdout: '' });
  });

  it('ends with 5 and names the entry when one was changed', async () => {
    spoilAuditLog(cli.folder, 2, { from: 'Case opened', to: 'Case closed' });
    const told = await cli.run(['audit', 'verify']);
    expect(told.status).toBe(5);
    expect(told.stdout).toMatch(/^FAULT {2}.*\b2\b/);
    expect(told.stdout).not.toContain('none changed');
    const json = await cli.run(['audit', 'verify', '--json']);
    expect(json.status).toBe(5);
    expect(JSON.parse(json.stdout)).toMatchObject({ entries: 3, faults: [{ kind: 'changed', id: 2 }] });
  });
});
