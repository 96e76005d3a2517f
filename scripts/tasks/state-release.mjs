/**
 * `node scripts/tasks/state-release.mjs`: writes and signs what a release says of itself, over all installers in `release/`; see
 * `docs/installers.md`. `--notes FILE`: what is new, as plain text. `--folder FOLDER`: where the installers lie.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runMain } from '../lib/main.mjs';
import { inProject } from '../lib/project.mjs';
import { readSigningKey, stateRelease } from '../lib/release-statement.mjs';
import { SetupError, tell } from '../lib/report.mjs';

await runMain(async () => {
  const { values } = parseArgs({ options: { notes: { type: 'string' }, folder: { type: 'string' } } });
  const files = (process.env['SIGHTLINE_UPDATE_SIGNING_KEY'] ?? '').split(',').filter((file) => file !== '');
  if (files.length === 0) {
    throw new SetupError(
      'The release is not signed, and nothing was written: SIGHTLINE_UPDATE_SIGNING_KEY names no file with a private key.',
    );
  }
  const keys = files.map((file) => readSigningKey(file));
  const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const folder = values.folder === undefined ? inProject('release') : resolve(values.folder);
  const notes = values.notes === undefined ? '' : readFileSync(values.notes, 'utf8');
  const names = await stateRelease({ folder, version, notes, releasedAt: new Date(), keys });
  for (const name of names) tell(name);
  tell(`release.json and release.json.sig are in ${folder}. Publish them beside the installers.`);
  tell(`What a build is told: SIGHTLINE_UPDATE_KEY=${keys.map(({ publicText }) => publicText).join(',')}`);
});
