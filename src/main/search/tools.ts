import type { Bits } from './bits.ts';
import { BitsPool } from './bits-pool.ts';
import { ByteScanner } from './byte-scanner.ts';
import { NumberScanner } from './number-scanner.ts';

/** What every question works with; one for each thread that answers. */
export interface Tools {
  readonly pool: BitsPool;
  /** Undefined where the processor cannot run it: then each text is looked at alone. */
  readonly scanner: ByteScanner | undefined;
  /** The same for columns and sets of ids. */
  readonly numbers: NumberScanner | undefined;
}

/** A set of rows, and what there is to work with. */
export interface RowsToNarrow {
  readonly rows: Bits;
  readonly tools: Tools;
}

export function makeTools(): Tools {
  return { pool: new BitsPool(), scanner: ByteScanner.create(), numbers: NumberScanner.create() };
}
