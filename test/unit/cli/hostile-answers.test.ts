/** What the services answer may hold the words of a vendor or of a file: a command prints them and steers no terminal with them. */
import { describe, expect, it } from 'vitest';
import type { App } from '#main/app/create-app.ts';
import { runCommandLine } from '#main/shell/cli/run.ts';
import { createCliDouble } from '../../support/cli-double.ts';

const evil = 'evil\u001B[2J\u009B1A\u202E\u2028words';
const marked = 'evil⟨U+001B⟩[2J⟨U+009B⟩1A⟨U+202E⟩⟨U+2028⟩words';
const steering = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** Runs a command over services of which only the given ones are called; @returns all that it printed. */
async function run(argv: readonly string[], services: object): Promise<string> {
  const context = createCliDouble({ stdin: '{"key":"x"}', app: async () => ({ services }) as unknown as App });
  await runCommandLine(context, argv, '1');
  return context.out() + context.err();
}

const search = {
  detailOfText: async () => ({ id: 1 }),
  resolve: async () => [1],
  hints: async () => [{ message: evil, query: evil }],
};
const refreshed = { asked: 2, answered: 0, unknown: 0, changed: 0, failed: 1, failures: [], stopped: [] };
const hostileText = { kind: 'text', name: evil, text: evil };
const card = {
  connection: evil,
  title: evil,
  fetchedAtMs: 0,
  detail: {
    sections: [{ title: evil, fields: [hostileText], table: { columns: [evil], rows: [[evil]] } }],
    estate: null,
  },
};
const refresh = (outcome: object, cards: readonly object[] = []) => ({
  search,
  details: { refresh: async () => ({ ...refreshed, ...outcome }), cards: async () => cards },
});
const connecting = (test: object) => ({
  vendors: { find: async () => ({ credentialFields: [], options: [] }) },
  connections: { check: async () => undefined, tryOut: async () => ({ ok: false, findings: [], steps: [], ...test }) },
});
const connect = ['connect', 'x', '--name', 'x', '--secrets-stdin', '--test'];
const item = { id: 1, connection: evil, operation: evil, state: 'conflict', reason: evil, subject: evil, change: {} };
const written = {
  prepare: async () => ({ tlp: 'green', leftOut: 0, indicators: 1, unfit: () => 0, tlpRaised: false }),
  writeTo: async () => ({ sizeBytes: 1 }),
};
const emptyView = { fingerprint: null, head: null, counts: {}, indicators: [], notes: [], timeline: [], faults: [] };

describe('prints without steering the terminal', () => {
  it.each<readonly [string, readonly string[], object]>([
    ['cards of a vendor', ['refresh', 'x'], refresh({}, [card])],
    [
      'questions that failed',
      ['refresh', 'x'],
      refresh({ failures: [{ connection: evil, title: evil, value: evil, message: evil }] }),
    ],
    [
      'what stopped a refresh',
      ['refresh', 'x'],
      refresh({ stopped: [{ connection: evil, message: evil, code: 'x' }] }),
    ],
    [
      'what stopped a sending',
      ['outbox', 'send', '--all', '--yes'],
      {
        outbox: {
          list: async () => [item],
          send: async () => ({ counts: { sent: 0 }, stopped: [{ connection: evil, message: evil, code: 'x' }] }),
        },
      },
    ],
    [
      'what a change would do',
      ['outbox', 'diff'],
      {
        outbox: {
          diff: async () => [
            { ...item, hasTheirs: true, fields: [{ name: evil, base: evil, mine: evil, theirs: evil }] },
          ],
        },
      },
    ],
    ['steps of a test', connect, connecting({ steps: [{ ok: false, label: evil, detail: evil }] })],
    ['findings of a test', connect, connecting({ findings: [{ severity: 'warning', problem: evil, nextStep: evil }] })],
    [
      'a bundle',
      ['case', 'open-bundle', 'x'],
      {
        bundles: {
          open: async () => ({
            ...emptyView,
            faults: [{ member: evil, problem: evil }],
            notes: [{ at: evil, by: evil, text: evil }],
            timeline: [{ at: evil, by: evil, text: evil }],
          }),
        },
      },
    ],
    [
      'where a bundle is',
      ['case', 'bundle', 'CASE-0001', '--out', evil],
      { exports: written, bundles: { open: async () => emptyView } },
    ],
    ['where an export is', ['export', 'CASE-0001', '--format', 'json', '--out', evil], { exports: written }],
    [
      'the name of a file',
      ['case', 'file', 'CASE-0001', 'x'],
      { cases: { addFile: async () => ({ id: 1, name: evil, sha256: '' }) } },
    ],
    [
      'hints on a query',
      ['triage', 'x', '--verdict', 'benign'],
      {
        search: { ...search, detailOfText: async () => null, isHostName: () => false },
        triage: { apply: async () => ({ changed: 1 }) },
      },
    ],
  ])('%s', async (_name, argv, services) => {
    const printed = await run(argv, services);
    expect(printed).not.toMatch(steering);
    expect(printed).toContain(marked);
  });
});
