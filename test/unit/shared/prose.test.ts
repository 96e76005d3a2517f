import { describe, expect, it } from 'vitest';
import { defangProse } from '#shared/text/prose/defang-prose.ts';
import { joinRuns, mapProse, type ProseBlock, plainProse } from '#shared/text/prose/prose.ts';
import { readProse } from '#shared/text/prose/read-prose.ts';
import { nastyValues } from '../../support/nasty-values.ts';

const plain = (text: string): ProseBlock => ({ kind: 'paragraph', runs: [{ text, look: 'plain' }] });

/** All text of a tree, in order. */
function textOf(blocks: readonly ProseBlock[]): string {
  let text = '';
  mapProse(blocks, (runs) => {
    text += joinRuns(runs);
    return runs;
  });
  return text;
}

/** How many lists and quotes stand in each other. */
function depthOf(blocks: readonly ProseBlock[]): number {
  const depths = blocks.map((block) => {
    if (block.kind === 'list') return 1 + Math.max(0, ...block.items.map(depthOf));
    return block.kind === 'quote' ? 1 + depthOf(block.blocks) : 0;
  });
  return Math.max(0, ...depths);
}

describe('Markdown of analysts', () => {
  it('is paragraphs whose lines stay lines', () => {
    expect(readProse('One\r\ntwo  \nthree\\\nfour\n\nfive')).toEqual([plain('One\ntwo\nthree\nfour'), plain('five')]);
  });

  it('has looks, and neighbours of one look are one', () => {
    expect(readProse('a *b* **c** ***d*** `e` f')).toEqual([
      {
        kind: 'paragraph',
        runs: [
          { text: 'a ', look: 'plain' },
          { text: 'b', look: 'emphasis' },
          { text: ' ', look: 'plain' },
          { text: 'c', look: 'strong' },
          { text: ' ', look: 'plain' },
          { text: 'd', look: 'both' },
          { text: ' ', look: 'plain' },
          { text: 'e', look: 'code' },
          { text: ' f', look: 'plain' },
        ],
      },
    ]);
  });

  it('has headings by rank, so that a text may begin with any level', () => {
    expect(readProse('### a\n\n> ##### b\n\n###### c')).toEqual([
      { kind: 'heading', rank: 1, runs: [{ text: 'a', look: 'plain' }] },
      { kind: 'quote', blocks: [{ kind: 'heading', rank: 2, runs: [{ text: 'b', look: 'plain' }] }] },
      { kind: 'heading', rank: 3, runs: [{ text: 'c', look: 'plain' }] },
    ]);
  });

  it('has lists in lists, numbered from where they begin, quotes, code and rules', () => {
    expect(readProse('3. a\n   - b\n4. c\n\n> d\n\n```sh\n  e  f\n```\n\n***')).toEqual([
      {
        kind: 'list',
        start: 3,
        items: [[plain('a'), { kind: 'list', start: null, items: [[plain('b')]] }], [plain('c')]],
      },
      { kind: 'quote', blocks: [plain('d')] },
      { kind: 'code', text: '  e  f' },
      { kind: 'rule' },
    ]);
  });

  it.each([
    ['[here](http://evil.example/a)', 'here (hxxp[://]evil[.]example/a)'],
    ['[https://good.example](https://evil.example "x")', 'https://good.example (hxxps[://]evil[.]example, “x”)'],
    ['[run](javascript:alert(1))', 'run (javascript:alert(1))'],
    ['[a][b]\n\n[b]: http://evil.example', 'a (hxxp[://]evil[.]example)'],
    ['[unused]: http://evil.example', '[unused]: http://evil.example'],
    ['[a][b]\n\n[b]: http://one.example\n[b]: http://two.example', 'a (hxxp[://]one[.]example)[b]: http://two.example'],
    ['a\nb\n===', 'a b'],
    ['#\n\na', 'a'],
    ['#', '#'],
    ['<http://evil.example>', 'http://evil.example'],
    ['<a@evil.example>', 'a@evil.example'],
    ['![logo](http://evil.example/a.png)', 'logo (hxxp[://]evil[.]example/a.png)'],
    ['![](http://evil.example/a.png)', 'Image (hxxp[://]evil[.]example/a.png)'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['a <img src=x onerror=alert(1)> b', 'a <img src=x onerror=alert(1)> b'],
    ['> <b>\n> <i>', '<b>\n<i>'],
    ['a[^1]\n\n[^1]: see there', 'a[^1][^1]: see there'],
    ['| a | b |\n| - | - |\n| c | d |', '| a | b |\n| - | - |\n| c | d |'],
  ])('makes text of %j', (text, expected) => {
    expect(textOf(readProse(text))).toBe(expected);
  });

  it('keeps hidden characters for whoever shows the text', () => {
    expect(textOf(readProse('a\u202Eb **\u200B\u0007c**'))).toBe('a\u202Eb \u200B\u0007c');
  });

  it.each(nastyValues)('reads %j without losing its letters', (text) => {
    const letters = (some: string): string => some.replaceAll(/[^a-z]/gi, '');
    const read = letters(textOf(readProse(text)));
    // Entities and the words of fences are the only letters that are markup.
    if (!/[&`~]/.test(text)) expect(read.length).toBeGreaterThanOrEqual(letters(text).length);
  });

  it.each(['[', '*', '>', '> ', '1. ', '- ', '`a', '![', '<', '[](', '*a '])(
    'takes a megabyte of %j as plain text',
    (piece) => {
      const text = piece.repeat(1_000_000 / piece.length);
      expect(readProse(text)).toEqual(plainProse(text));
    },
  );

  it.each(['>', '> ', '1. ', '- ', '> - '])('takes what is nested too deep in %j as plain text', (piece) => {
    const text = `${piece.repeat(5_000)}a`;
    expect(readProse(text)).toEqual(plainProse(text));
  });

  it('keeps what is nested too deep line by line, as its source', () => {
    const text = Array.from({ length: 40 }, (_, depth) => `${'  '.repeat(depth)}- item${depth}`).join('\n');
    const read = textOf(readProse(text));
    for (let depth = 0; depth < 40; depth += 1) expect(read).toContain(`item${depth}`);
    expect(depthOf(readProse(text))).toBe(13);
  });

  it.each(['*a ', '**a ', '_a *b '])('survives emphasis in emphasis thousands of times: %j', (piece) => {
    const text = `${piece.repeat(2_000)}x${'*'.repeat(4_000)}`;
    expect(textOf(readProse(text))).toContain('x');
  });
});

it('of what stands in more than 24 looks, only the text is kept', () => {
  const nested = (depth: number) => readProse(`${'*a '.repeat(depth)}\`code\`${'*'.repeat(depth)}`);
  expect(JSON.stringify(nested(20))).toContain('"look":"code"');
  expect(JSON.stringify(nested(30))).not.toContain('"look":"code"');
  expect(textOf(nested(30))).toBe(`${'a '.repeat(30)}code`);
});

describe('defanged prose', () => {
  it('keeps the looks of what is a name by itself', () => {
    expect(defangProse(readProse('see **evil.example**'))).toEqual([
      {
        kind: 'paragraph',
        runs: [
          { text: 'see ', look: 'plain' },
          { text: 'evil[.]example', look: 'strong' },
        ],
      },
    ]);
  });

  it('has no name that could be followed, in code neither', () => {
    expect(textOf(defangProse(readProse('see evil.example `198.51.100.3`\n\n    http://evil.example')))).toBe(
      'see evil[.]example 198[.]51[.]100[.]3hxxp[://]evil[.]example',
    );
  });

  it.each(['evil.**example**', '*evil*.example', 'http://**evil**.example', 'evil&#46;example', 'evil\\.example'])(
    'sees through looks and escapes: %s',
    (text) => {
      expect(textOf(defangProse(readProse(text)))).toMatch(/evil\[\.\]example$/);
    },
  );
});

it('reads a text as plain that goes on for hundreds of lines without an empty one, as the parser would take seconds', () => {
  const text = `> a\n${'a\n'.repeat(8_000)}`;
  expect(readProse(text).map(({ kind }) => kind)).toEqual(['paragraph']);
});
