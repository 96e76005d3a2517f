import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '#main/app/create-app.ts';
import type { StreamOptions } from '#shared/model/connection.ts';
import { threatgridFeeds } from '../emulators/threatgrid/feeds.ts';
import { createSourceApp } from '../support/source-app.ts';
import type { Vendors } from './vendors.ts';

/** Connects all vendors, each under its own name; secrets are given for this process only. */
export async function connectVendors(
  app: App,
  { vendors, feedsAfter }: Pick<Vendors, 'vendors' | 'feedsAfter'>,
): Promise<void> {
  const feedOptions: StreamOptions = Object.fromEntries(threatgridFeeds.map((feed) => [feed, { after: feedsAfter }]));
  for (const { vendor, url, secrets } of vendors) {
    await app.services.connections.add({
      name: vendor,
      vendor,
      site: null,
      baseUrl: url,
      options: vendor === 'threatgrid' ? feedOptions : {},
      secret: secrets,
      keepSecretIn: 'memory',
    });
  }
}

/** A new data folder in which the vendors are connected and nothing is synced. */
export async function prepareFolder(vendors: Vendors): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sightline-bench-'));
  const app = createSourceApp(folder);
  await connectVendors(app, vendors);
  await app.stop();
  return folder;
}
