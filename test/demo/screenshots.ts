/** `npm run screenshots`: every main screen at two sizes, light, dark and in high contrast, over freshly synced demo data, for looking at. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../support/project-root.ts';
import { openDemo } from './open-demo.ts';
import { photograph } from './photograph.ts';
import { listScenes } from './scenes.ts';
import { tellStory } from './story.ts';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

const home = mkdtempSync(join(tmpdir(), 'sightline-screens-'));
const demo = await openDemo(home);
try {
  await demo.sync();
  await demo.passNight();
  await demo.sync();
  const scenes = listScenes({ ...(await tellStory(demo.app)), connections: demo.connections });
  const window = await demo.openWindow(sizes[0]);
  const folder = join(projectRoot, 'artefacts', 'screenshots');
  const names = await photograph({ page: window.page, scenes, themes: ['light', 'dark', 'contrast'], sizes, folder });
  process.stdout.write(`Saved ${names.length} pictures in artefacts/screenshots.\n`);
  await window.close();
} finally {
  await demo.stop();
  rmSync(home, { recursive: true, force: true });
}
