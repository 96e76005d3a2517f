/**
 * The desktop: application and window (headless) over an empty data folder, syncing everything while the
 * window follows on its Sources screen. Prints what it found as one JSON line.
 */
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { listDescendants, readChromiumKind, readPeakBytes } from '../support/processes.ts';
import { createSourceApp } from '../support/source-app.ts';
import { openSourceWindow } from '../support/source-window.ts';
import type { WindowFindings } from './measure-window.ts';
import { connectVendors } from './prepare-folder.ts';
import type { Vendors } from './vendors.ts';

// Written by measure-window.ts, which started this process.
const vendors = JSON.parse(await text(process.stdin)) as Pick<Vendors, 'vendors' | 'feedsAfter'>;
const home = process.env['SIGHTLINE_HOME'];
if (home === undefined) throw new Error('SIGHTLINE_HOME is not set.');

const app = createSourceApp(home);
await app.start();
await connectVendors(app, vendors);
const window = await openSourceWindow(async () => app, join(home, 'chromium-profile'), { width: 1440, height: 900 });
const rail = window.page.getByRole('navigation', { name: 'Screens' });
await rail.getByRole('button', { name: 'Sources' }).click();
const startedMs = performance.now();
const runs = await app.services.sync.run({ connectionIds: null, streams: null, full: false });
const syncMs = performance.now() - startedMs;
await rail.getByRole('button', { name: 'Explore' }).click();
const { value } = await app.services.search.count('');
await window.page.getByText(`${value.toLocaleString('en-US')} indicators`).waitFor();

const findings: WindowFindings = {
  syncMs,
  received: runs.reduce((sum, { received }) => sum + received, 0),
  areComplete: runs.every(({ status }) => status === 'complete'),
  browser: listDescendants(process.pid).map((id) => ({
    kind: readChromiumKind(id),
    peakBytes: readPeakBytes(id) ?? 0,
  })),
};
await window.close();
await app.stop();
process.stdout.write(`${JSON.stringify(findings)}\n`);
