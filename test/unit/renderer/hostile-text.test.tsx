import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { HostileText, titleLimit } from '../../../src/renderer/src/components/HostileText.tsx';
import { segmentText } from '../../../src/renderer/src/text/hostile-text.ts';
import { nastyValues } from '../../support/nasty-values.ts';

const whole = { limit: 10_000, multiline: false };
const labels = (text: string): string[] =>
  segmentText(text, whole).segments.flatMap((segment) => (segment.kind === 'mark' ? [segment.label] : []));

describe('segmentText', () => {
  it.each([
    ['NUL', '\u0000', 'U+0000'],
    ['line feed', '\n', 'U+000A'],
    ['C1 control', '\u0085', 'U+0085'],
    ['no-break space', '\u00A0', 'U+00A0'],
    ['soft hyphen', '\u00AD', 'U+00AD'],
    ['zero width space', '\u200B', 'U+200B'],
    ['right-to-left override', '\u202E', 'U+202E'],
    ['isolate', '\u2066', 'U+2066'],
    ['line separator', '\u2028', 'U+2028'],
    ['byte order mark', '\uFEFF', 'U+FEFF'],
    ['variation selector', '\uFE0F', 'U+FE0F'],
    ['tag character', '\u{E0041}', 'U+E0041'],
    ['lone surrogate', '\uD800', 'U+D800'],
    ['unassigned code point', '\u0378', 'U+0378'],
    ['private use', '\uE000', 'U+E000'],
    ['paragraph separator', '\u2029', 'U+2029'],
    ['combining grapheme joiner', '\u034F', 'U+034F'],
    ['Hangul choseong filler', '\u115F', 'U+115F'],
    ['Hangul jungseong filler', '\u1160', 'U+1160'],
    ['Khmer inherent vowel aq', '\u17B4', 'U+17B4'],
    ['Khmer inherent vowel aa', '\u17B5', 'U+17B5'],
    ['Hangul filler', '\u3164', 'U+3164'],
    ['half-width Hangul filler', '\uFFA0', 'U+FFA0'],
    ['variation selector of the supplement', '\u{E0100}', 'U+E0100'],
  ])('marks %s by its code point', (_name, character, label) => {
    expect(labels(`a${character}b`)).toEqual([label]);
  });

  it('leaves readable text of any script alone', () => {
    for (const text of ['evil.example/a b?c=d', 'пример.рф', '例え.テスト', 'שלום', 'é', '👍']) {
      expect(segmentText(text, whole)).toEqual({ segments: [{ kind: 'plain', text }], hiddenLength: 0 });
    }
  });

  it('marks combining characters beyond the third, which would paint over other rows', () => {
    expect(labels(`a${'\u0301'.repeat(7)}`)).toEqual(Array(4).fill('U+0301'));
  });

  it('cuts at the limit without splitting a pair of surrogates, and says how much is hidden', () => {
    const text = `${'x'.repeat(4)}😀tail`;
    expect(segmentText(text, { limit: 5, multiline: false })).toEqual({
      segments: [{ kind: 'plain', text: 'xxxx' }],
      hiddenLength: 6,
    });
  });

  it('breaks lines only where several lines are expected', () => {
    expect(segmentText('a\nb', { limit: 10, multiline: true }).segments).toEqual([
      { kind: 'plain', text: 'a' },
      { kind: 'break' },
      { kind: 'plain', text: 'b' },
    ]);
  });
});

describe('HostileText', () => {
  it('cuts a title after a few lines and says how much is hidden', () => {
    const markup = renderToStaticMarkup(
      <HostileText text={`https://evil.example/${'a'.repeat(2_000)}`} limit={titleLimit} />,
    );
    expect(markup).toContain(`https://evil.example/${'a'.repeat(titleLimit - 21)}…`);
    expect(markup).toContain('show all (1,881 more)');
  });

  it('never makes an element, link or attribute out of what a vendor wrote', () => {
    for (const value of nastyValues) {
      const html = renderToStaticMarkup(<HostileText text={value} />);
      const tags = new Set([...html.matchAll(/<\/?([a-z]+)/g)].map((match) => match[1]));
      expect([...tags].filter((tag) => !['bdi', 'span', 'button'].includes(tag ?? ''))).toEqual([]);
      for (const [tag] of html.matchAll(/<[^>]*>/g)) expect(tag).not.toMatch(/\s(href|src|style|on[a-z]+)=/);
      expect(html).toMatch(/^<bdi /);
    }
  });

  it('leaves no hidden character in the page', () => {
    const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;
    for (const value of nastyValues) expect(renderToStaticMarkup(<HostileText text={value} />)).not.toMatch(hidden);
    const shown = renderToStaticMarkup(<HostileText text={'evil\u202E.example'} />).replace(/<[^>]*>/g, '');
    expect(shown).toBe('evilU+202E.example');
  });

  it('offers the rest of a long text, except in a table cell', () => {
    const text = 'y'.repeat(1_700);
    expect(renderToStaticMarkup(<HostileText text={text} />)).toContain('show all (1,200 more)');
    expect(renderToStaticMarkup(<HostileText text={text} inCell />)).not.toContain('show all');
  });
});
