/** What the services answer may hold the words of a vendor or of a file: a command prints them and steers no terminal with them. */
import { afterEach, describe, expect, it, vi } from 'vitest';
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

const told = { atMs: 0, by: evil };
const observation = {
  connection: evil,
  vendor: evil,
  stream: evil,
  fetchedAtMs: 0,
  ...{ vendorKey: evil, vendorScore: evil, score: 1, severity: 'low', action: evil, rule: evil },
  sources: [{ name: evil, intent: 'unknown' }],
  ...{ tags: [evil], firstSeenMs: 0, lastSeenMs: 0, goneAtMs: null, expiresAtMs: null },
};
const detail = {
  id: 1,
  type: 'other',
  value: evil,
  received: null,
  ...{ score: null, severity: 'none', firstSeenMs: 0, lastSeenMs: 0, state: 'new', verdict: 'unknown', flags: [] },
  ...{ tags: [evil], ownTags: [{ name: evil }], cases: [], observationList: [observation] },
  relations: [{ kind: 'same_file', type: 'other', value: evil }],
  triageHistory: [{ ...told, state: 'new', verdict: 'unknown', origin: 'analyst', note: evil }],
  tagHistory: [{ ...told, name: evil, change: 'added' }],
};
const wholeCase = {
  ...{ number: 'CASE-0001', title: evil, status: 'open', severity: 'high', tlp: 'amber', pap: 'amber' },
  ...{
    assignee: evil,
    updatedAtMs: 0,
    verdict: null,
    summary: evil,
    indicatorCount: 1,
    noteCount: 1,
    timelineCount: 1,
  },
  tasks: [{ id: 1, text: evil, done: false }],
  files: [{ id: 1, name: evil, sizeBytes: 1, sha256: '' }],
};
const evidence = { id: 1, type: 'other', value: evil, connection: evil, vendorKey: evil, rawSha256: '' };

const certificates = {
  network: {
    get: async () => ({
      proxy: { mode: 'system', bypass: [] },
      hasProxyLogin: false,
      systemProxy: null,
      authorities: [{ fingerprint: 'ab', subject: evil, expiresAtMs: 0, connectionId: null }],
    }),
  },
  connections: { list: async () => [] },
};

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
      'where a backup is',
      ['backup', evil],
      { care: { backUp: async () => ({ indicators: 1, cases: 0, triageEntries: 0, sizeBytes: 1 }) } },
    ],
    [
      'a list that could be taken over',
      ['lists', 'import', import.meta.filename, '--dry-run'],
      {
        lists: { check: async () => ({ name: evil, title: evil, version: 1, entries: 1, leftOut: 0, present: null }) },
      },
    ],
    ['a trusted certificate', ['network'], certificates],
    [
      'the name of a file',
      ['case', 'file', 'CASE-0001', 'x'],
      { cases: { addFile: async () => ({ id: 1, name: evil, sha256: '' }) } },
    ],
    [
      'an indicator',
      ['show', 'x'],
      {
        search: { detailOfText: async () => detail },
        details: { cards: async () => [card] },
        lists: { match: async () => [[evil]] },
      },
    ],
    [
      'a case',
      ['case', 'show', 'CASE-0001'],
      {
        cases: {
          get: async () => wholeCase,
          indicators: async () => [{ type: 'other', value: evil, role: evil, comment: evil }],
          notes: async () => ({ entries: [{ ...told, id: 1, text: evil, isPinned: true, evidence: [evidence] }] }),
          timeline: async () => ({ entries: [{ ...told, id: 1, text: evil }] }),
        },
      },
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

it('tells how far a deletion is without steering the terminal otherwise than by its own line', async () => {
  const connection = { id: 'c', name: evil, retentionDays: 30 };
  const services = {
    connections: {
      find: async () => connection,
      countDue: async () => 2,
      forgetDue: async (_id: string, { onProgress }: { readonly onProgress: (forgotten: number) => void }) => {
        onProgress(1);
        return 2;
      },
    },
  };
  const context = createCliDouble({ columns: 80, app: async () => ({ services }) as unknown as App });
  await runCommandLine(context, ['retention', 'x', '--now'], '1');
  const printed = context.err().replaceAll('\r\u001B[2K', '');
  expect(printed).toContain(`${marked}: 1 of 2 went`);
  expect(printed).not.toMatch(steering);
});

it('shows an indicator as one line of JSON, however its raw records are laid out', async () => {
  const printed = await run(['show', 'x', '--json'], {
    search: { detailOfText: async () => detail, raw: async () => '{\r\n  "id": 12345678901234567890\n}' },
    details: { cards: async () => [] },
    lists: { match: async () => [[]] },
  });
  expect(printed.trimEnd()).not.toContain('\n');
  expect(printed).toContain('"id": 12345678901234567890');
  expect(JSON.parse(printed)).toMatchObject({ observationList: [{ raw: { id: expect.any(Number) } }] });
});

it.each([[[]], [['--json']]])(
  'prints what a vendor answered as JSON that steers nothing, and is the same: %s',
  async (more) => {
    const output = { name: `${evil}\ufeff\u2066\u0085` };
    const printed = await run(['vendor', 'x', 'x', ...more], {
      operations: { check: async () => ({ kind: 'read' }), run: async () => ({ output, refusal: null }) },
    });
    expect(printed).not.toMatch(steering);
    expect(JSON.parse(printed)).toEqual(output);
  },
);

describe('prints JSON that steers nothing, and that says the same', () => {
  it.each<readonly [string, readonly string[], object]>([
    [
      'an indicator',
      ['show', 'x', '--json'],
      {
        search: { detailOfText: async () => detail, raw: async () => JSON.stringify({ said: evil }) },
        details: { cards: async () => [] },
        lists: { match: async () => [[evil]] },
      },
    ],
    [
      'what a query finds',
      ['search', 'x', '--json'],
      {
        search: {
          async *searchAll() {
            yield [detail];
          },
        },
      },
    ],
    [
      'a whole case',
      ['case', 'show', 'CASE-0001', '--json'],
      {
        cases: {
          get: async () => wholeCase,
          members: async function* () {},
          log: () => ({
            async *notes() {
              yield { ...told, id: 1, text: evil, isPinned: true, evidence: [] };
            },
            async *timeline() {
              yield { ...told, id: 1, kind: 'event', text: evil };
            },
          }),
        },
      },
    ],
    ['facets', ['search', 'x', '--facets', '--json'], { search: { facets: async () => ({ tag: { [evil]: 1 } }) } }],
    ['a certificate', ['network', '--json'], certificates],
    [
      'a look-up',
      ['lookup', import.meta.filename, '--json'],
      {
        lookup: {
          look: async () => ({
            candidates: [
              {
                ...{ index: 0, type: 'other', value: evil, input: evil, status: 'unknown', reason: null, known: null },
                ...{ lists: [evil], occurrences: [], total: 1 },
              },
            ],
            notes: [],
          }),
        },
      },
    ],
  ])('%s', async (_name, argv, services) => {
    const printed = await run(argv, services);
    expect(printed).not.toMatch(steering);
    expect(JSON.stringify(JSON.parse(printed.split('\n')[0] ?? ''))).toContain(JSON.stringify(evil).slice(1, -1));
  });
});

describe('doctor', () => {
  afterEach(() => {
    vi.doUnmock('#main/shell/cli/health/examine.ts');
    vi.resetModules();
  });

  it('prints what it found without steering the terminal', async () => {
    vi.resetModules();
    const examine = async () => [{ check: 'connection', ok: true, detail: evil }];
    vi.doMock('#main/shell/cli/health/examine.ts', () => ({ examine }));
    const { runCommandLine: runAnew } = await import('#main/shell/cli/run.ts');
    const context = createCliDouble();
    expect(await runAnew(context, ['doctor', '--offline'], '1')).toBe(0);
    expect(context.out()).not.toMatch(steering);
    expect(context.out()).toContain(marked);
  });
});
