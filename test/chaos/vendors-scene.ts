import { rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { createSystemClock } from '#main/platform/system-clock.ts';
import type { Clock } from '#main/ports/ports.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import { readContents } from '../integration/app/contents.ts';
import { connectAll, type FourVendors, fixedPages, syncAll, troubles } from '../integration/app/four-vendors.ts';
import { FakeKeychain } from '../support/fake-keychain.ts';
import { openTestApp, type TestApp } from '../support/open-test-app.ts';
import type { Outcome } from './experiment.ts';
import { copyOf, requireIntegrity } from './scene.ts';

/** Data folders with the four vendors connected, and what an undisturbed sync makes of them. */
export class VendorsScene {
  readonly #keychain = new FakeKeychain();
  readonly #folder: string;
  #contents: readonly string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Connects them, small pages each, and syncs a copy. @param nowMs the vendors' present. */
  async prepare(vendors: FourVendors, nowMs: number): Promise<void> {
    const app = this.open(this.#prepared);
    await connectAll(app, vendors, fixedPages(nowMs));
    await app.stop();
    const calm = this.open(copyOf(this.#prepared, `${this.#folder}/calm`));
    const found = troubles(await syncAll(calm));
    if (found.length > 0) throw new Error(`An undisturbed sync had troubles: ${found.join('; ')}`);
    this.#contents = await readContents(calm);
    await calm.stop();
  }

  get #prepared(): string {
    return `${this.#folder}/prepared`;
  }

  /** The real application on a data folder, in this process. */
  open(place: string, clock: Clock = createSystemClock()): TestApp {
    return openTestApp({ folder: place, keychain: this.#keychain, clock });
  }

  /** A copy of the prepared data folder, not synced yet. */
  place(name: string): string {
    return copyOf(this.#prepared, `${this.#folder}/${name}`);
  }

  /**
   * Looks at what a disturbed sync left, before and after another one that nothing disturbs, and removes the folder.
   *
   * @param isWhole whether the disturbed sync said that it got everything: then its contents are those of an undisturbed one already.
   */
  async judge(place: string, isWhole: boolean): Promise<Partial<Outcome>> {
    try {
      requireIntegrity(place);
      const startedMs = performance.now();
      const app = this.open(place);
      try {
        await app.services.search.resolve({ query: '' });
        const slowestStartMs = performance.now() - startedMs;
        const first = await readContents(app);
        const found = incomplete(await syncAll(app));
        const isSame = !isWhole || isDeepStrictEqual(first, this.#contents);
        const isSameNow = found.length === 0 && isDeepStrictEqual(await readContents(app), this.#contents);
        return { different: isSame && isSameNow ? 0 : 1, slowestStartMs };
      } finally {
        await app.stop();
      }
    } catch {
      return { corrupt: 1 };
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  }
}

/** Runs that did not get everything. One that warns of a gap, because the clock was wrong at the time of the last one, did. */
export function incomplete(runs: readonly SyncRun[]): readonly SyncRun[] {
  return runs.filter(({ status }) => status !== 'complete');
}
