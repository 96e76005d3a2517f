/**
 * `npm run demo`: the whole product on emulated vendors, in a data folder of its own. With a display it opens the workbench
 * and stays until the window is closed; without one it saves pictures of the main screens and a case report in each format.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { findDataFolder } from '#main/platform/data-folder.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import { projectRoot } from '../support/project-root.ts';
import { type Demo, openDemo } from './open-demo.ts';
import { photograph } from './photograph.ts';
import { listScenes } from './scenes.ts';
import { type Story, tellStory } from './story.ts';

const artefacts = join(projectRoot, 'artefacts', 'demo');
const pictureSize = { width: 1440, height: 900 };

const isHeadless =
  process.argv.includes('--headless') ||
  (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']);

process.exitCode = await runDemo();

async function runDemo(): Promise<number> {
  const home = `${findDataFolder({ environment: {} })}-demo`;
  rmSync(home, { recursive: true, force: true });
  say('Starting emulators of Datadog, CrowdStrike, Threat Grid and VirusTotal and connecting to them ...');
  const demo = await openDemo(home);
  try {
    say('Syncing ...');
    const first = await demo.sync();
    first.map(describeRun).forEach(say);
    await demo.passNight();
    say('The vendors have news; syncing again ...');
    const second = await demo.sync();
    second.map(describeNews).forEach(say);
    say(`The cache holds ${(await demo.app.services.search.count('')).value} indicators.`);
    const story = await tellStory(demo.app);
    if (isHeadless) await saveEvidence(demo, story);
    else await showWindow(demo, home);
    return [...first, ...second].every(({ status }) => status === 'complete') ? 0 : 1;
  } finally {
    await demo.stop();
  }
}

function describeRun(run: SyncRun): string {
  const expected = run.expected === null ? '' : ` of ${run.expected}`;
  const reason = run.error === null ? '' : ` (${run.error.message})`;
  return `  ${`${run.connection}/${run.stream}`.padEnd(30)} ${run.status.padEnd(10)} ${run.received}${expected} records${reason}`;
}

function describeNews(run: SyncRun): string {
  return `  ${`${run.connection}/${run.stream}`.padEnd(30)} ${run.status.padEnd(10)} ${run.stored} new or changed`;
}

async function showWindow(demo: Demo, home: string): Promise<void> {
  const window = await demo.openWindow();
  say(`The workbench is open on the demo data in ${shown(home)}. Close its window to end the demo.`);
  await window.closed;
  await window.close();
}

async function saveEvidence({ app, connections, openWindow }: Demo, story: Story): Promise<void> {
  const { caseNumber } = story;
  rmSync(artefacts, { recursive: true, force: true });
  const folder = join(artefacts, 'screens');
  const window = await openWindow(pictureSize);
  const scenes = listScenes({ ...story, connections });
  const pictures = await photograph({
    page: window.page,
    scenes,
    themes: ['light', 'dark'],
    sizes: [pictureSize],
    folder,
  });
  await window.close();
  say(`Saved ${pictures.length} pictures of the screens in ${shown(folder)}.`);

  const reports = join(artefacts, 'reports');
  mkdirSync(reports, { recursive: true });
  for (const format of await app.services.exports.formats()) {
    const request = { format: format.id, scope: { case: caseNumber }, tlp: null, defang: true, includeRaw: false };
    const prepared = await app.services.exports.prepare(request);
    await app.services.exports.writeTo(prepared, join(reports, prepared.fileName));
    say(`Saved ${caseNumber} as ${format.displayName} in ${shown(join(reports, prepared.fileName))}.`);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function shown(path: string): string {
  const inProject = relative(projectRoot, path);
  return inProject.startsWith('..') ? path.replace(homedir(), '~') : inProject;
}
