/**
 * `npm run dist`: the installers of this platform, into `release/`. Further arguments: `--dir` packs without making an installer,
 * `--download` lets electron-builder fetch Electron and its tools, which otherwise have to be here, and makes those of both machines.
 */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'electron-builder';
import { findElectron } from '../lib/electron.mjs';
import { runMain } from '../lib/main.mjs';
import { keepingOwn } from '../lib/own-copy.mjs';
import { inProject, projectRoot } from '../lib/project.mjs';
import { SetupError, tell } from '../lib/report.mjs';

const args = process.argv.slice(2);

await runMain(async () => {
  const electron = findElectron();
  const download = args.includes('--download');
  if (electron === undefined && !download) {
    throw new SetupError(
      "Installers need Electron's binary, which is not downloaded. Get it once with: npx --no install-electron, or let the " +
        'packager fetch it and its tools from github.com: npm run dist -- --download',
    );
  }
  const { configureFor, keytarFile } = await import(pathToFileURL(inProject('electron-builder.config.ts')).href);
  const dist = inProject('node_modules', 'electron', 'dist');
  // For another machine another one takes its place while it is packed.
  const config = {
    ...configureFor({ download }),
    ...(electron !== undefined && existsSync(dist) ? { electronDist: dist } : {}),
  };
  const dir = args.includes('--dir');
  const made = await keepingOwn(keytarFile, () => build({ projectDir: projectRoot, config, dir, publish: 'never' }));
  for (const file of made) tell(file);
  if (made.length === 0) tell('Packed into release/.');
});
