import { joinRuns, mapProse, type ProseBlock } from '#shared/text/prose/prose.ts';

/** Characters of formatted text that are shown without being asked. */
const shortLimit = 1_500;

/** The first blocks of a text, as many as fit; at least one. */
export function shorten(blocks: readonly ProseBlock[]): readonly ProseBlock[] {
  let length = 0;
  const end = blocks.findIndex((block, index) => {
    length += lengthOf(block);
    return index > 0 && length > shortLimit;
  });
  return end < 0 ? blocks : blocks.slice(0, end);
}

function lengthOf(block: ProseBlock): number {
  let length = 0;
  mapProse([block], (runs) => {
    length += joinRuns(runs).length;
    return runs;
  });
  return length;
}
