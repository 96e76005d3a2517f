import type { TlpMark } from '#shared/model/vocabulary.ts';
import type { ProseBlock } from '#shared/text/prose/prose.ts';
import type { Chart } from './chart.ts';

/**
 * A report for people as a neutral tree: what is said, in which order, but not how it looks. HTML and Markdown render the
 * same tree, so they cannot disagree.
 */
export interface ReportDocument {
  readonly title: readonly Inline[];
  /** What a file's properties and running heads may say: the case number, never its title. */
  readonly name: string;
  /** e.g. `Sightline 0.1.0`. */
  readonly tool: string;
  readonly tlp: TlpMark;
  /** One line under the title and at the end: what this is and as of when. */
  readonly imprint: string;
  /** The only time a file may carry. */
  readonly dataStateAtMs: number;
  readonly blocks: AsyncIterable<Block>;
}

/** A piece of a line. Only `words` are ours; the others may have been written by an attacker. */
export type Inline =
  /** Our own words. */
  | { readonly kind: 'words'; readonly text: string }
  /** Text that a vendor or a person wrote: escaped, hidden characters made visible, never interpreted. */
  | { readonly kind: 'foreign'; readonly text: string }
  /** An indicator: as foreign text, set in a fixed-width face. */
  | { readonly kind: 'value'; readonly text: string };

/** A block of the report. Rows of tables are lazy, as there may be a hundred thousand: read them before the next block. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly text: readonly Inline[] }
  /** What an analyst wrote in Markdown; its headings go below the level that it stands under. */
  | { readonly kind: 'prose'; readonly below: 2 | 3; readonly blocks: readonly ProseBlock[] }
  | { readonly kind: 'facts'; readonly rows: readonly Fact[] }
  /** A picture where the format has pictures, and in any case its numbers as a table. */
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table';
      /** Names what the table is about; tables about the same get the same widths. */
      readonly about: 'indicators' | 'provenance' | 'relations' | 'timeline' | 'sources' | 'template';
      readonly columns: readonly string[];
      readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
    };

export interface Fact {
  readonly label: string;
  readonly value: readonly Inline[];
}

export type Cell = readonly Inline[];

/** Our own words as an inline. */
export function words(text: string): Inline {
  return { kind: 'words', text };
}

/** Somebody else's text as an inline. */
export function foreign(text: string): Inline {
  return { kind: 'foreign', text };
}

/** Level of a heading that an analyst wrote, from 3 to 6: the report's own outline stays whole. */
export function levelOf(rank: number, below: 2 | 3): 3 | 4 | 5 | 6 {
  const level = Math.min(below + rank, 6);
  return level === 3 || level === 4 || level === 5 ? level : 6;
}
