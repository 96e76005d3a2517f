import type { ProseBlock, ProseRun } from '#shared/text/prose/prose.ts';
import { levelOf } from '../document/document.ts';
import type { InlineRenderer } from './inlines.ts';

/** What an analyst wrote in Markdown, as elements without an attribute but the first number of a list. */
export function renderProse(blocks: readonly ProseBlock[], below: 2 | 3, write: InlineRenderer): string {
  const all = (some: readonly ProseBlock[]): string => some.map(one).join('');
  const one = (block: ProseBlock): string => {
    switch (block.kind) {
      case 'paragraph':
        return `<p>${renderRuns(block.runs, write)}</p>\n`;
      case 'heading': {
        const name = `h${levelOf(block.rank, below)}`;
        return `<${name}>${renderRuns(block.runs, write)}</${name}>\n`;
      }
      case 'list': {
        const items = block.items.map((item) => `<li>${all(item)}</li>\n`).join('');
        if (block.start === null) return `<ul>\n${items}</ul>\n`;
        return `<ol${block.start === 1 ? '' : ` start="${Math.trunc(block.start)}"`}>\n${items}</ol>\n`;
      }
      case 'quote':
        return `<blockquote>${all(block.blocks)}</blockquote>\n`;
      case 'code':
        return `<pre>${write.text([{ kind: 'value', text: block.text }])}</pre>\n`;
      case 'rule':
        return '<hr>\n';
    }
  };
  return all(blocks);
}

function renderRuns(runs: readonly ProseRun[], write: InlineRenderer): string {
  return runs.map((run) => renderRun(run, write)).join('');
}

function renderRun({ text, look }: ProseRun, write: InlineRenderer): string {
  const written = write.text([{ kind: look === 'code' ? 'value' : 'foreign', text }]);
  switch (look) {
    case 'plain':
    case 'code':
      return written;
    case 'emphasis':
      return `<em>${written}</em>`;
    case 'strong':
      return `<strong>${written}</strong>`;
    case 'both':
      return `<strong><em>${written}</em></strong>`;
  }
}
