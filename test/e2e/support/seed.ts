import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SyncRun } from '#shared/model/connection.ts';
import { connectAll } from '../../demo/connect-all.ts';
import { startAllEmulators } from '../../emulators/start-all.ts';
import { createSourceApp } from '../../support/source-app.ts';

/** What the seeded cache holds and is known of. */
export interface Seed {
  readonly dataFolder: string;
  /** Indicators that a search for everything finds. */
  readonly indicators: number;
  /** Value of the indicator whose Datadog record was changed at the vendor between two syncs. */
  readonly changed: string;
}

const worldSize = 900;

/** Fills a data folder by syncing all four vendors twice; their emulators are gone afterwards, so nothing can be fetched. */
export async function makeSeed(): Promise<Seed> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sightline-seed-'));
  const emulators = await startAllEmulators({ size: worldSize, now: Date.now() });
  const app = createSourceApp(dataFolder);
  try {
    await connectAll(app, emulators);
    const sync = async () =>
      refuseTrouble(await app.services.sync.run({ connectionIds: null, streams: null, full: false }));
    await sync();
    const [changed] = emulators.datadog.add(1);
    if (changed === undefined) throw new Error('The emulator added nothing.');
    await sync();
    emulators.datadog.change(changed, { score: 97, tags: ['changed-at-vendor'] });
    await sync();
    const { value: indicators } = await app.services.search.count('');
    return { dataFolder, indicators, changed };
  } finally {
    await app.stop();
    await emulators.stop();
  }
}

function refuseTrouble(runs: readonly SyncRun[]): void {
  const trouble = runs.filter(({ status }) => status !== 'complete');
  if (trouble.length > 0) throw new Error(`The seed is not complete: ${JSON.stringify(trouble)}`);
}
