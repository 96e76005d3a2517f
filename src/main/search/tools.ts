import { BitsPool } from './bits-pool.ts';
import { ByteScanner } from './byte-scanner.ts';

/** What every question works with; one for each thread that answers. */
export interface Tools {
  readonly pool: BitsPool;
  /** Undefined where the processor cannot run it: then each text is looked at alone. */
  readonly scanner: ByteScanner | undefined;
}

export function makeTools(): Tools {
  return { pool: new BitsPool(), scanner: ByteScanner.create() };
}
