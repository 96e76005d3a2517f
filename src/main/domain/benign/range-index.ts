import { rangeOf } from '#shared/text/addresses.ts';

interface Entry {
  readonly first: string;
  readonly last: string;
  readonly list: number;
}

/** Networks of several lists, asked which of them cover an address or network; logarithmic but for overlapping ones. */
export class RangeIndex {
  readonly #entries: readonly Entry[];
  /** The highest end up to each entry: beyond it nothing earlier reaches. */
  readonly #reach: readonly string[];

  /** @param networks addresses and networks, each with the number of its list; what is neither is left out. */
  constructor(networks: Iterable<readonly [text: string, list: number]>) {
    const entries: Entry[] = [];
    for (const [text, list] of networks) {
      const range = rangeOf(text);
      if (range !== undefined) entries.push({ ...range, list });
    }
    this.#entries = entries.sort((left, right) => (left.first < right.first ? -1 : 1));
    let reach = '';
    this.#reach = this.#entries.map(({ last }) => {
      if (last > reach) reach = last;
      return reach;
    });
  }

  /** The lists with a network that covers this one whole. */
  find(text: string): readonly number[] {
    const range = rangeOf(text);
    if (range === undefined) return [];
    const found: number[] = [];
    for (let at = this.#lastBefore(range.first); at >= 0 && (this.#reach[at] ?? '') >= range.last; at -= 1) {
      const entry = this.#entries[at];
      if (entry !== undefined && entry.last >= range.last) found.push(entry.list);
    }
    return found;
  }

  #lastBefore(first: string): number {
    let low = -1;
    let high = this.#entries.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#entries[middle]?.first ?? '') <= first) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
