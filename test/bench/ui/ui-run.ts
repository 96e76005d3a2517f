/**
 * The desktop over a large cache: from the start of the process to a list that can be worked with, then queries by key, then
 * scrolling. Prints what it found as one JSON line.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { listDescendants, readChromiumKind, readPeakBytes, readShareBytes } from '../../support/processes.ts';
import { openSourceWindow } from '../../support/source-window.ts';
import { findFrames, timeQuery } from './in-window.ts';
import type { UiFindings, UiOrder } from './measure-ui.ts';

/** Between two queries. */
const restMs = 400;

// Written by measure-ui.ts, which started this process.
const { queries, leavesSnapshot } = JSON.parse(await text(process.stdin)) as UiOrder;
const home = process.env['SIGHTLINE_HOME'];
if (home === undefined) throw new Error('SIGHTLINE_HOME is not set.');

// As the shell itself does: the application is loaded and started while the browser starts.
let stopApp = async (): Promise<void> => {};
const window = await openSourceWindow(
  async () => {
    const { createSourceApp } = await import('../../support/source-app.ts');
    const app = createSourceApp(home);
    stopApp = () => app.stop();
    await app.start();
    return app;
  },
  join(home, 'chromium-profile'),
  { width: 1440, height: 900 },
);
const { page } = window;
await page.locator('.result-row:not(.is-waiting) .cell-value').first().waitFor();
// Counts from the start of the process.
const startMs = performance.now();

// The engine is filled from its snapshot meanwhile; questions of the first seconds are answered without it.
await timeQuery(page, 'type:domain');
await page.waitForTimeout(3_000);
const renderers = listDescendants(process.pid).filter((id) => readChromiumKind(id) === 'renderer');
let rendererBytes = 0;
const weigh = (): void => {
  rendererBytes = Math.max(rendererBytes, ...renderers.map((id) => readShareBytes(id) ?? 0));
};
const keys: number[] = [];
for (const query of queries) {
  keys.push(await timeQuery(page, query));
  weigh();
  // Nobody asks the next question before the counts beside the result have come to rest.
  await page.waitForTimeout(restMs);
}
await timeQuery(page, '');
const weighing = setInterval(weigh, 250);
const frames = await findFrames(page);
clearInterval(weighing);
weigh();

if (leavesSnapshot) await untilThere(join(home, 'search.snapshot'));

const findings: UiFindings = {
  startMs,
  keys,
  frames,
  rendererBytes,
  browser: listDescendants(process.pid).map((id) => ({
    kind: readChromiumKind(id),
    peakBytes: readPeakBytes(id) ?? 0,
  })),
};
await window.close();
await stopApp();
process.stdout.write(`${JSON.stringify(findings)}\n`);

/** @throws Error when it is not there after two minutes. */
async function untilThere(file: string): Promise<void> {
  for (let seconds = 0; !existsSync(file); seconds += 1) {
    if (seconds === 120) throw new Error(`${file} was not made.`);
    await setTimeout(1_000);
  }
}
