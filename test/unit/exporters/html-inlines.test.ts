import { describe, expect, it } from 'vitest';
import { foreign, type Inline, words } from '#main/exporters/document/document.ts';
import { onPaper, onScreen } from '#main/exporters/html/inlines.ts';

const value = (text: string): Inline => ({ kind: 'value', text });

describe('text on paper', () => {
  it('stands in no element that changes nothing', () => {
    expect(onPaper.text([foreign('a <b> `c`')])).toBe('a &lt;b&gt; &#96;c&#96;');
    expect(onPaper.cell([value('a[.]example')])).toBe('<td class="value">a[.]example</td>');
    expect(onPaper.cell([value('a'), words(', '), value('b')])).toBe('<td><code>a</code>, <code>b</code></td>');
  });

  it('breaks a time between date and time of day only, with no element around it alone in a cell', () => {
    const moment = words('2026-11-11T21:03:05.000Z');
    expect(onPaper.text([moment])).toBe(onScreen.text([moment]));
    expect(onPaper.cell([moment])).toBe('<td class="moment">2026-11-11T<wbr>21:03:05.000Z</td>');
  });

  it.each(['\u05d0bc', '\u202e', 'a\u0007b', 'a\nb', '\u00e9'])('%j is isolated and marked as on a screen', (text) => {
    expect(onPaper.text([foreign(text)])).toBe(onScreen.text([foreign(text)]));
    expect(onPaper.text([foreign(text)])).toMatch(/^<bdi>.*<\/bdi>$/);
    expect(onPaper.cell([value(text)])).toBe(`<td class="value">${onScreen.text([foreign(text)])}</td>`);
  });
});

describe('text on a screen', () => {
  it('is isolated always, and a time is broken between date and time of day only', () => {
    expect(onScreen.text([foreign('a')])).toBe('<bdi>a</bdi>');
    expect(onScreen.cell([value('a[.]example')])).toBe('<td><code><bdi>a[.]example</bdi></code></td>');
    expect(onScreen.text([words('2026-11-11T21:03:05.000Z')])).toBe(
      '<span class="moment">2026-11-11T<wbr>21:03:05.000Z</span>',
    );
  });
});
