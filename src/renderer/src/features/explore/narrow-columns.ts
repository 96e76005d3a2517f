import type { ColumnLayout } from './column-layout.ts';

/** Cells narrower than this (px, padding included) keep what matters most: the day, the score, how many; the tooltips have the rest. */
const roomyPx = { firstSeen: 96, lastSeen: 96, expires: 96, triaged: 96, cases: 112, score: 140 } as const;

/**
 * Classes of the grid that tell its cells how much to say. Each cell could ask for its own width (`@container`), but two hundred of
 * them laid out one by one take longer than everything else in a drawing of the result.
 */
export function narrowClasses(widths: ColumnLayout['widths']): readonly string[] {
  return Object.entries(roomyPx).flatMap(([id, px]) => {
    const width = widths[id as keyof typeof roomyPx];
    return width !== undefined && width < px ? [`has-narrow-${id}`] : [];
  });
}
