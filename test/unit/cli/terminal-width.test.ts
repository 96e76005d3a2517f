import { describe, expect, it } from 'vitest';
import { wrapText } from '#main/shell/cli/output/wrap.ts';
import { applyTerminalWidth } from '#main/shell/cli/terminal-width.ts';

describe('COLUMNS', () => {
  const terminal = (): { isTTY: boolean; columns: number } => ({ isTTY: true, columns: 120 });

  it('says how wide a terminal is, also after its window changed', () => {
    const stream = terminal();
    applyTerminalWidth(stream, '60');
    stream.columns = 100;
    expect(stream.columns).toBe(60);
  });

  it.each([undefined, '', '0', '-5', 'wide', '60.5', '999999'])('is not heeded as %j', (told) => {
    const stream = terminal();
    applyTerminalWidth(stream, told);
    expect(stream.columns).toBe(120);
  });

  it('makes no terminal of a pipe', () => {
    const stream: { isTTY?: boolean; columns?: number } = {};
    applyTerminalWidth(stream, '60');
    expect(stream.columns).toBeUndefined();
  });
});

describe('wrapText', () => {
  it('breaks between words and indents what follows', () => {
    expect(wrapText('one two three four five six seven', 4, 24)).toBe('one two three four\n    five six seven');
  });

  it('never cuts a word, and leaves a pipe or a very narrow terminal alone', () => {
    const word = 'x'.repeat(50);
    expect(wrapText(`a ${word} b`, 2, 30)).toBe(`a\n  ${word}\n  b`);
    expect(wrapText(`a ${word}`, 2, undefined)).toBe(`a ${word}`);
    expect(wrapText('one two three four five', 10, 25)).toBe('one two three four five');
  });
});
