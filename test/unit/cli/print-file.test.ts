import { describe, expect, it } from 'vitest';
import type { App } from '#main/app/create-app.ts';
import { printFile } from '#main/shell/cli/output/print-file.ts';
import { runCommandLine } from '#main/shell/cli/run.ts';
import { createCliDouble } from '../../support/cli-double.ts';

const evil = 'evil\u001B[2J\u009B1A\u202E\u2028words';
const marked = 'evil⟨U+001B⟩[2J⟨U+009B⟩1A⟨U+202E⟩⟨U+2028⟩words';
const told = 'Characters that cannot be seen are shown as marks here. A pipe or a file gets them as they are.\n';

/** Prints pieces into a pipe, or at a terminal of so many columns. */
async function printed(chunks: readonly (string | Uint8Array)[], columns?: number) {
  const context = createCliDouble(columns === undefined ? {} : { columns });
  await printFile(context, chunks);
  return { out: context.out(), err: context.err() };
}

describe('a file on standard output', () => {
  it('goes into a pipe as it is', async () => {
    const text = `\uFEFF"${evil}"\r\n\tend\r`;
    expect(await printed([text, Buffer.from(text)])).toEqual({ out: text + text, err: '' });
  });

  it('shows on a terminal what steers or hides as marks, and says so once', async () => {
    expect(await printed([`"${evil}"\r\n`, `"${evil}"\r\n`], 80)).toEqual({
      out: `"${marked}"\r\n"${marked}"\r\n`,
      err: told,
    });
  });

  it.each<readonly [string, readonly (string | Uint8Array)[], string]>([
    ['plain text, without the mark of its byte order', ['\uFEFF"a"\r\n', '\t"ö𠮷"\n'], '"a"\r\n\t"ö𠮷"\n'],
    ['a line end that is cut in two', ['a\r', '\nb'], 'a\r\nb'],
    ['a character that is cut in two', [Buffer.from([0xc3]), Buffer.from([0xb6])], 'ö'],
  ])('changes nothing else there: %s', async (_name, chunks, out) => {
    expect(await printed(chunks, 80)).toEqual({ out, err: '' });
  });

  it.each<readonly [string, readonly (string | Uint8Array)[], string]>([
    ['a return to the beginning of the line', ['real\rFAKE'], 'real⟨U+000D⟩FAKE'],
    ['the same between two pieces', ['real\r', 'FAKE'], 'real⟨U+000D⟩FAKE'],
    ['the same at the end', ['real\r'], 'real⟨U+000D⟩'],
    ['a control character that is cut in two', [Buffer.from([0xc2]), Buffer.from([0x9b])], '⟨U+009B⟩'],
    ['a mark of the byte order further on', ['a', '\uFEFFb'], 'a⟨U+FEFF⟩b'],
  ])('lets nothing through there: %s', async (_name, chunks, out) => {
    expect(await printed(chunks, 80)).toEqual({ out, err: told });
  });
});

// CSV has other control characters replaced.
const kept = '\u009B1A\u202E\u2028words';
const shown = '⟨U+009B⟩1A⟨U+202E⟩⟨U+2028⟩words';
const row = {
  ...{ id: 1, type: 'other', value: evil, received: null, score: null, severity: 'none', state: 'new' },
  ...{ firstSeenMs: null, lastSeenMs: null, expiresAtMs: null, vendors: [], connections: [evil], tags: [evil] },
  ...{ verdict: 'unknown', observations: 1, flags: [], cases: [] },
};
const prepared = {
  ...{ tlp: 'green', leftOut: 0, indicators: 1, unfit: () => 0, tlpRaised: false },
  async *chunks() {
    yield Buffer.from(`"${evil}"`);
  },
};

describe.each<readonly [string, readonly string[], object]>([
  [
    'search --format csv',
    ['search', 'x', '--format', 'csv'],
    {
      search: {
        async *searchAll() {
          yield [row];
        },
        hints: async () => [],
      },
    },
  ],
  [
    'export --out -',
    ['export', 'CASE-0001', '--format', 'csv', '--out', '-'],
    { exports: { prepare: async () => prepared } },
  ],
  [
    'audit list --json',
    ['audit', 'list', '--json'],
    {
      audit: {
        async *entries() {
          yield { sealed: `{"text":"${evil}"}`, hash: 'ab' };
        },
      },
    },
  ],
  ['doctor --bundle -', ['doctor', '--bundle', '-'], { diagnostics: { collect: async () => ({ id: 1, text: evil }) } }],
])('%s', (_name, argv, services) => {
  const run = async (columns?: number): Promise<string> => {
    const context = createCliDouble({
      app: async () => ({ services }) as unknown as App,
      ...(columns === undefined ? {} : { columns }),
    });
    expect(await runCommandLine(context, argv, '1')).toBe(0);
    return context.out();
  };

  it('is exact in a pipe', async () => {
    const out = await run();
    expect(out).toContain(kept);
    expect(out).not.toContain('⟨');
  });

  it('steers no terminal', async () => {
    const out = await run(80);
    expect(out).toContain(shown);
    expect(out).not.toMatch(/(?!\r?\n)[\p{Cc}\p{Cf}\u2028\u2029]/u);
  });
});
