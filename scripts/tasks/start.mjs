/** `npm start`: the workbench in Electron where its binary is installed, else in a Chromium window. */
import { endLike, runChild } from '../lib/child.mjs';
import { findElectron } from '../lib/electron.mjs';
import { runMain } from '../lib/main.mjs';
import { inProject, projectNode, projectRoot } from '../lib/project.mjs';
import { tell } from '../lib/report.mjs';

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
