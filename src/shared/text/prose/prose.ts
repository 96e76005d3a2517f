/**
 * What an analyst wrote in Markdown, as a small tree of our own: no link, no image, no HTML in it, whatever the text says. The
 * window and every report format write the same tree.
 */
export type ProseBlock =
  | { readonly kind: 'paragraph'; readonly runs: readonly ProseRun[] }
  /** `rank` counts from 1 within the text, without gaps: where it stands in a page is decided by who writes it. */
  | { readonly kind: 'heading'; readonly rank: number; readonly runs: readonly ProseRun[] }
  /** `start` is the first number, null where the items are not numbered. */
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly (readonly ProseBlock[])[] }
  | { readonly kind: 'quote'; readonly blocks: readonly ProseBlock[] }
  /** Lines that keep their blanks, in a fixed-width face. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' };

/** Text of one look; line feeds in it break the line. */
export interface ProseRun {
  readonly text: string;
  readonly look: ProseLook;
}

export type ProseLook = 'plain' | 'emphasis' | 'strong' | 'both' | 'code';

/** Text that is not read as Markdown: one paragraph as it stands. */
export function plainProse(text: string): readonly ProseBlock[] {
  return [{ kind: 'paragraph', runs: [{ text, look: 'plain' }] }];
}

type RunsChange = (runs: readonly ProseRun[]) => readonly ProseRun[];

/** The tree with each text changed by `change`, which is given the runs of a paragraph or heading together. */
export function mapProse(blocks: readonly ProseBlock[], change: RunsChange): readonly ProseBlock[] {
  return blocks.map((block) => mapBlock(block, change));
}

function mapBlock(block: ProseBlock, change: RunsChange): ProseBlock {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return { ...block, runs: change(block.runs) };
    case 'list':
      return { ...block, items: block.items.map((item) => mapProse(item, change)) };
    case 'quote':
      return { ...block, blocks: mapProse(block.blocks, change) };
    case 'code':
      return { ...block, text: joinRuns(change([{ text: block.text, look: 'code' }])) };
    case 'rule':
      return block;
  }
}

/** What runs say together. */
export function joinRuns(runs: readonly ProseRun[]): string {
  return runs.map(({ text }) => text).join('');
}
