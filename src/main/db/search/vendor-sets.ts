import type { VendorSet } from '#main/domain/overlap.ts';
import type { ReadConnection } from '../connection.ts';
import { readStreamNames } from '../operations/streams.ts';

/** Gathers counts of sets of streams by the vendors that the streams are of. */
export class VendorSetTally {
  readonly #vendorOf: ReadonlyMap<number, string>;
  readonly #counts = new Map<string, VendorSet>();

  constructor(db: ReadConnection) {
    this.#vendorOf = new Map([...readStreamNames(db)].map(([id, { vendor }]) => [id, vendor]));
  }

  /** So many indicators have records in exactly these streams. */
  add(streamIds: readonly number[], count: number): void {
    const vendors = [...new Set(streamIds.flatMap((id) => this.#vendorOf.get(id) ?? []))].sort();
    const key = JSON.stringify(vendors);
    this.#counts.set(key, { vendors, count: (this.#counts.get(key)?.count ?? 0) + count });
  }

  /** In no order. */
  finish(): readonly VendorSet[] {
    return [...this.#counts.values()];
  }
}
