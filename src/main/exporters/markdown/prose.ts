import { revealHidden } from '#shared/text/hidden-characters.ts';
import { escapeMarkdown, renderCode } from '#shared/text/markdown.ts';
import type { ProseBlock, ProseRun } from '#shared/text/prose/prose.ts';
import { levelOf } from '../document/document.ts';

/** What an analyst wrote in Markdown, written anew: nothing of the source but text, so nothing comes through that we do not write. */
export function renderProse(blocks: readonly ProseBlock[], below: 2 | 3): readonly string[] {
  const one = (block: ProseBlock): readonly string[] => {
    switch (block.kind) {
      case 'paragraph':
        return renderLines(block.runs);
      case 'heading':
        return [`${'#'.repeat(levelOf(block.rank, below))} ${renderRuns(block.runs).trim()}`];
      case 'list':
        return block.items.flatMap((item, index) => {
          const mark = block.start === null ? '- ' : `${Math.min(block.start + index, 999_999_999)}. `;
          return indent(all(item), mark);
        });
      case 'quote':
        return all(block.blocks).map((line) => `> ${line}`.trimEnd());
      case 'code':
        return renderFence(block.text);
      case 'rule':
        // Of dashes it would be an underline below a text and a list's mark in a list.
        return ['***'];
    }
  };
  const all = (some: readonly ProseBlock[]): readonly string[] =>
    some.map(one).flatMap((lines, index) => (index === 0 || lines.length === 0 ? lines : ['', ...lines]));
  return all(blocks);
}

function indent(lines: readonly string[], mark: string): readonly string[] {
  if (lines.length === 0) return [mark.trimEnd()];
  const blank = ' '.repeat(mark.length);
  return lines.map((line, index) => (index === 0 ? `${mark}${line}` : `${blank}${line}`.trimEnd()));
}

/** The fence is longer than any run of backticks inside, and lines keep their blanks. */
function renderFence(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/);
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, ...lines.map((line) => revealHidden(line.replaceAll('\t', '    '))), fence];
}

/** Lines with a break between them; trimmed, as leading blanks would make code of a line. */
function renderLines(runs: readonly ProseRun[]): readonly string[] {
  const lines: ProseRun[][] = [[]];
  for (const run of runs) {
    for (const [index, text] of run.text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      lines.at(-1)?.push({ text, look: run.look });
    }
  }
  const written = lines.map((line) => renderRuns(line).trim()).filter((line) => line !== '');
  return written.map((line, index) => (index < written.length - 1 ? `${line}\\` : line));
}

function renderRuns(runs: readonly ProseRun[]): string {
  return runs.reduce((before, run, index) => before + renderRun(run, before, runs[index + 1]), '');
}

const marks = { plain: '', code: '', emphasis: '*', strong: '**', both: '***' } as const;

function renderRun({ text, look }: ProseRun, before: string, next: ProseRun | undefined): string {
  if (look === 'code') return text.trim() === '' ? escapeMarkdown(text) : renderCode(text, false);
  const [, lead = '', inside = '', tail = ''] = /^(\s*)(.*\S)?(\s*)$/s.exec(escapeMarkdown(text)) ?? [];
  const mark = marks[look];
  if (mark === '' || inside === '' || !canStand(lead, inside, tail, before, next)) return lead + inside + tail;
  return `${lead}${mark}${inside}${mark}${tail}`;
}

/**
 * Whether marks of emphasis would be read as such: they must not touch others, nor stand between a letter and a punctuation
 * character. Where they cannot stand the text is written without them.
 */
function canStand(lead: string, inside: string, tail: string, before: string, next: ProseRun | undefined): boolean {
  const isOpening =
    lead !== '' || before === '' || /\s$/.test(before) || (!before.endsWith('*') && isWord(inside.slice(0, 1)));
  const after = next === undefined ? '' : next.text.slice(0, 1);
  const isTouched = tail === '' && next !== undefined && next.look !== 'plain' && next.look !== 'code';
  const isClosing = tail !== '' || after === '' || /\s/.test(after) || isWord(inside.slice(-1));
  return isOpening && isClosing && !isTouched;
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
