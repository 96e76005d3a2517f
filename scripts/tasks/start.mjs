/** `npm start`: the workbench in Electron where its binary is installed, else in a Chromium window. */
import { existsSync, readFileSync } from 'node:fs';
import { endLike, runChild } from '../lib/child.mjs';
import { runMain } from '../lib/main.mjs';
import { inProject, projectNode, projectRoot } from '../lib/project.mjs';
import { tell } from '../lib/report.mjs';

/**
 * The package downloads its binary when it is first imported; looking for the files ourselves avoids that.
 *
 * @returns {string | undefined} path of Electron's program.
 */
function findElectron() {
  const pathFile = inProject('node_modules', 'electron', 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = inProject('node_modules', 'electron', 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

const args = process.argv.slice(2);

await runMain(async () => {
  const electron = findElectron();
  if (electron !== undefined) {
    endLike(await runChild(electron, [projectRoot, ...args]));
    return;
  }
  tell(
    'Electron is not downloaded, so the workbench opens in a Chromium window. To use Electron: npx --no install-electron',
  );
  endLike(await runChild(projectNode, [inProject('src', 'main', 'shell', 'chromium', 'main.ts'), ...args]));
});
