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

const held = (inner: string): string => `<span class="moment">${inner}</span>`;
const whole = (inner: string): string => `<span class="whole">${inner}</span>`;

describe('times and days in a sentence', () => {
  it.each([
    [
      ', fetched 2026-11-11T21:03:05.000Z, SHA-256 ab',
      `, fetched ${held('2026-11-11T<wbr>21:03:05.000Z')}, ${whole('SHA-256')} ab`,
    ],
    ['seen 2026-11-11 to 2026-11-30', `seen ${held('2026-11-11')} to ${held('2026-11-30')}`],
    ['“2026-11-11” <b>', `“${held('2026-11-11')}” &lt;b&gt;`],
  ])('are broken between date and time of day only: %s', (text, expected) => {
    for (const write of [onPaper, onScreen]) expect(write.text([words(text)])).toBe(expected);
    expect(onPaper.cell([words(text)])).toBe(`<td>${expected}</td>`);
  });

  it.each(['8e0c2026-11-11-4b', '12026-11-11', 'v2026-11-111', '2026-11-11T21:03'])('are not seen in %s', (text) => {
    expect(onScreen.text([words(text)])).toBe(text);
  });

  it('stay as they are in foreign text, which is shown as it came', () => {
    expect(onPaper.text([foreign('2026-11-11')])).toBe('2026-11-11');
  });
});

describe('names with a hyphen in a sentence', () => {
  it.each([
    ['SHA-256 hashes', `${whole('SHA-256')} hashes`],
    ['SHA-1, MD5', `${whole('SHA-1')}, MD5`],
    ['E-mail addresses', `${whole('E-mail')} addresses`],
    ['CASE-0001: CASE-12345', `${whole('CASE-0001')}: ${whole('CASE-12345')}`],
  ])('are not broken: %s', (text, expected) => {
    for (const write of [onPaper, onScreen]) expect(write.text([words(text)])).toBe(expected);
  });

  it.each(['SHA-2567', 'XSHA-1', 'SHA-1-x', 'CASE-1', 'well-known'])('are not seen in %s', (text) => {
    expect(onScreen.text([words(text)])).toBe(text);
  });

  it('stay as they are in foreign text, which is shown as it came', () => {
    expect(onPaper.text([foreign('SHA-256')])).toBe('SHA-256');
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
