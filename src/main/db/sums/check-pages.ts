import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isBusy } from '../fault.ts';
import { PageSums } from './page-sums.ts';
import { pagesInLog, sumPage } from './sum-frames.ts';

/** Pages are read a mebibyte at a time. */
const chunkBytes = 1_048_576;
/** SQLite keeps its locks there, and nothing else. */
const lockByte = 1_073_741_824;
/** So many new pages are summed while others must not copy the log: some 100 ms, once in the life of a database. */
const adoptedAtOnce = 10_000;

/** What came of a look at all pages. */
export interface CheckedPages {
  /** Numbers of pages that are not as they were written; null where there are no sums. */
  readonly wrong: readonly number[] | null;
}

/** How to look at them. */
export interface PageCheck {
  /** Takes the sums of pages that have none, to be asked for only where SQLite finds nothing wrong. */
  readonly adopts: boolean;
  /** So many frames of the log are in the file. */
  readonly copiedFrames: () => number;
}

/**
 * Compares the pages of a database with their sums. One whose newest version stands in the log only is left out: it is read from there.
 * Others may write meanwhile.
 *
 * @throws an error of the system when the file cannot be read.
 */
export function checkPages(databaseFile: string, { adopts, copiedFrames }: PageCheck): CheckedPages {
  const sums = (adopts ? openQuietly(databaseFile) : undefined) ?? PageSums.peek(databaseFile);
  if (sums === undefined) return { wrong: null };
  const pages = new PagesOf(databaseFile);
  const log: LogLook = (locks) => pagesInLog(`${databaseFile}-wal`, locks ? copiedFrames() : 0);
  try {
    const known = sums.all();
    const [suspects, unknown]: [number[], number[]] = [[], []];
    for (const [number, sum] of pages.sums()) {
      const wanted = known.get(number);
      if (wanted === undefined) unknown.push(number);
      else if (wanted !== sum) suspects.push(number);
    }
    const wrong = suspects.length === 0 ? [] : stillWrong({ sums, pages, log, suspects, locks: adopts });
    if (adopts && wrong.length === 0) adopt({ sums, pages, log, unknown });
    return { wrong };
  } finally {
    pages.close();
    sums.close();
  }
}

function openQuietly(databaseFile: string): PageSums | undefined {
  try {
    return PageSums.open(databaseFile);
  } catch {
    // A folder that is read-only, a full disk.
    return undefined;
  }
}

/** Which pages stand in the log only. While somebody may copy it, it is unknown which are in the file, too: then all that it holds. */
type LogLook = (locks: boolean) => ReadonlySet<number>;

interface Look {
  readonly sums: PageSums;
  readonly pages: PagesOf;
  readonly log: LogLook;
}

/** Somebody may have been copying them at that moment: once more while nobody can begin to. */
function stillWrong({
  sums,
  pages,
  log,
  suspects,
  locks,
}: Look & { readonly suspects: readonly number[]; readonly locks: boolean }): readonly number[] {
  const look = (): readonly number[] => {
    const inLog = log(locks);
    return suspects.filter((number) => {
      if (inLog.has(number)) return false;
      const wanted = sums.sumOf(number);
      return wanted !== undefined && pages.sum(number) !== wanted;
    });
  };
  return locks ? sums.exclusively(look) : look();
}

function adopt({ sums, pages, log, unknown }: Look & { readonly unknown: readonly number[] }): void {
  for (let from = 0; from < unknown.length; from += adoptedAtOnce) {
    try {
      sums.exclusively(() => {
        const inLog = log(true);
        for (const number of unknown.slice(from, from + adoptedAtOnce)) {
          if (inLog.has(number) || sums.sumOf(number) !== undefined) continue;
          const sum = pages.sum(number);
          if (sum !== undefined) sums.set(number, sum);
        }
      });
    } catch (error) {
      // The next check takes them.
      if (isBusy(error)) return;
      throw error;
    }
  }
}

/** The pages as they lie in the file. */
class PagesOf {
  readonly #handle: number;
  readonly #pageBytes: number;
  readonly #count: number;

  constructor(databaseFile: string) {
    this.#handle = openSync(databaseFile, 'r');
    const head = Buffer.alloc(18);
    readSync(this.#handle, head, 0, head.length, 0);
    // One stands for the size that two bytes cannot say.
    const said = head.readUInt16BE(16);
    this.#pageBytes = said === 1 ? 65_536 : Math.max(said, 512);
    this.#count = Math.floor(fstatSync(this.#handle).size / this.#pageBytes);
  }

  *sums(): Generator<readonly [number: number, sum: number]> {
    const atOnce = Math.max(1, Math.floor(chunkBytes / this.#pageBytes));
    const chunk = Buffer.alloc(atOnce * this.#pageBytes);
    for (let first = 1; first <= this.#count; first += atOnce) {
      const read = readSync(this.#handle, chunk, 0, chunk.length, (first - 1) * this.#pageBytes);
      for (let nth = 0; (nth + 1) * this.#pageBytes <= read; nth += 1) {
        const number = first + nth;
        if (this.#isForLocks(number)) continue;
        yield [number, sumPage(chunk.subarray(nth * this.#pageBytes, (nth + 1) * this.#pageBytes), number === 1)];
      }
    }
  }

  /** Undefined for one that is not there. */
  sum(number: number): number | undefined {
    const page = Buffer.alloc(this.#pageBytes);
    const read = readSync(this.#handle, page, 0, page.length, (number - 1) * this.#pageBytes);
    return read < page.length ? undefined : sumPage(page, number === 1);
  }

  close(): void {
    closeSync(this.#handle);
  }

  #isForLocks(number: number): boolean {
    return number === Math.floor(lockByte / this.#pageBytes) + 1;
  }
}
