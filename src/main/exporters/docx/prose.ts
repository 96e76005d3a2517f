import type { ProseBlock, ProseLook, ProseRun } from '#shared/text/prose/prose.ts';
import { levelOf } from '../document/document.ts';
import { renderForeign } from './text.ts';

/** In twentieths of a point: how far a list or quote is indented in what it stands in. */
const step = 360;
const hanging = 260;
/** The parser allows more, a page has room for no more. */
const deepest = 8;

const styles: Readonly<Record<ProseLook, string | undefined>> = {
  plain: undefined,
  emphasis: 'Emphasis',
  strong: 'Strong',
  both: 'StrongEmphasis',
  code: 'Value',
};

/** Where a block stands: in how many lists and quotes, and what marks it if it is the first of its item. */
interface Place {
  readonly depth: number;
  readonly style?: string;
  readonly mark?: string;
}

/** What an analyst wrote in Markdown, in paragraphs of real styles; numbers of lists are text, as each list has its own first. */
export function renderProse(blocks: readonly ProseBlock[], below: 2 | 3): string {
  const all = (some: readonly ProseBlock[], { mark, ...place }: Place): string =>
    some.map((block, index) => one(block, index === 0 && mark !== undefined ? { ...place, mark } : place)).join('');
  const one = (block: ProseBlock, place: Place): string => {
    switch (block.kind) {
      case 'paragraph':
        return paragraph(renderRuns(block.runs), place.style, place);
      case 'heading':
        // The first style of headings is that of the second level: the title has one of its own.
        return paragraph(renderRuns(block.runs), `Heading${levelOf(block.rank, below) - 1}`, place);
      case 'list': {
        const { start } = block;
        const own = place.mark === undefined ? '' : paragraph('', place.style, place);
        return (
          own +
          block.items
            .map((item, index) =>
              all(item.length === 0 ? [{ kind: 'paragraph', runs: [] }] : item, {
                depth: place.depth + 1,
                style: start === null ? 'ListItem' : 'ListNumber',
                mark: start === null ? '•' : `${start + index}.`,
              }),
            )
            .join('')
        );
      }
      case 'quote':
        return all(block.blocks, { ...place, depth: place.depth + 1, style: 'Quote' });
      case 'code':
        return paragraph(renderForeign(block.text, 'Value'), 'CodeBlock', place);
      case 'rule':
        return paragraph('', 'Rule', place);
    }
  };
  return all(blocks, { depth: 0 });
}

function renderRuns(runs: readonly ProseRun[]): string {
  return runs.map(({ text, look }) => renderForeign(text, styles[look])).join('');
}

function paragraph(runs: string, style: string | undefined, { depth, mark }: Place): string {
  const left = Math.min(depth, deepest) * step;
  const indent = depth === 0 ? '' : `<w:ind w:left="${left}"${mark === undefined ? '' : ` w:hanging="${hanging}"`}/>`;
  const look = style === undefined ? '' : `<w:pStyle w:val="${style}"/>`;
  const lead = mark === undefined ? '' : `<w:r><w:t>${mark}</w:t></w:r><w:r><w:tab/></w:r>`;
  return `<w:p><w:pPr>${look}${indent}</w:pPr>${lead}${runs}</w:p>`;
}
