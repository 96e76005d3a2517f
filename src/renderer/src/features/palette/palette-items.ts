import type { IndicatorSummary } from '#shared/model/indicator.ts';

/** A part of the palette, named above its lines. */
export type PaletteSection = 'Indicators' | 'Actions' | 'Saved searches' | 'Cases' | 'Asked before' | 'Find';

/** A line of the palette. */
export interface PaletteItem {
  /** Unique among all lines. */
  readonly id: string;
  readonly section: PaletteSection;
  /** May be a vendor's or the analyst's own text. */
  readonly label: string;
  /** What else may be typed to find it, and what is told beside the label. */
  readonly detail?: string;
  /** The row of an indicator, which is drawn with its marks. */
  readonly row?: IndicatorSummary;
  /** Keys that do the same, as the table of shortcuts has them. */
  readonly keys?: string;
  readonly run: () => void;
}

/** Most lines of a section. */
const sectionLimit = 7;

/** Whether somebody typed or pasted something that can only be meant as an indicator. */
export function isIndicatorLike(text: string): boolean {
  return !/\s/.test(text) && (/[^.:/\\@[\]]\[?[.:@/\\]\]?\S/.test(text) || /^[0-9a-f]{32,128}$/i.test(text));
}

/** How well a line fits; smaller is better, undefined is not at all. Each word has to be found. */
function rankOf({ label, detail }: PaletteItem, words: readonly string[]): number | undefined {
  const text = `${label} ${detail ?? ''}`.toLowerCase();
  let rank = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return undefined;
    if (at > 0) rank += /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 2 : 1;
  }
  return rank;
}

/** The lines of a section that fit what was typed, the best first, else in their own order. */
export function pickItems(items: readonly PaletteItem[], typed: string): readonly PaletteItem[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return items
    .flatMap((item) => {
      const rank = rankOf(item, words);
      return rank === undefined ? [] : [{ item, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, sectionLimit)
    .map(({ item }) => item);
}

const usualOrder: readonly PaletteSection[] = [
  'Actions',
  'Saved searches',
  'Cases',
  'Asked before',
  'Indicators',
  'Find',
];
const indicatorOrder: readonly PaletteSection[] = [
  'Indicators',
  'Find',
  'Cases',
  'Saved searches',
  'Asked before',
  'Actions',
];

/** Sections that have lines, the likeliest meant first. */
export function orderSections(
  items: readonly PaletteItem[],
  typed: string,
): readonly { readonly section: PaletteSection; readonly items: readonly PaletteItem[] }[] {
  return (isIndicatorLike(typed) ? indicatorOrder : usualOrder)
    .map((section) => ({ section, items: items.filter((item) => item.section === section) }))
    .filter((group) => group.items.length > 0);
}
