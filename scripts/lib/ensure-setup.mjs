import { withLock } from './lock.mjs';
import { arePackagesReady, installPackages, isKeytarBuilt, putBackKeytar } from './node-packages.mjs';
import { inProject } from './project.mjs';
import { tell } from './report.mjs';
import { ensureSystemPackages, listMissingPackages } from './system-packages.mjs';

const lockFile = inProject('.cache', 'setup.lock');

/**
 * Brings the machine to where tasks can run. With nothing to do it only reads a few files, takes no lock and needs no network.
 * Several may run at once: one works, the others wait and then find it done.
 *
 * @param {{ readonly withSystem: boolean, readonly isExplicit?: boolean }} options `withSystem`: the task uses system libraries or a
 * browser; `isExplicit`: the user asked for set-up itself, so steps that failed lately are tried again.
 * @throws {import('./report.mjs').SetupError} when tasks cannot run; {@link import('./report.mjs').Interrupted} on Ctrl-C.
 */
export async function ensureSetup({ withSystem, isExplicit = false }) {
  putBackKeytar();
  if (!isExplicit && isReady(withSystem)) return;
  await withLock(lockFile, {
    onWait: (pid) => tell(`Another set-up is running (process ${pid}); waiting for it.`),
    action: async () => {
      if (withSystem) await ensureSystemPackages({ withBuild: !isKeytarBuilt(), isExplicit });
      const attempt = describeAttempt(isExplicit);
      if (!arePackagesReady(attempt)) await installPackages(describeAttempt(false));
    },
  });
}

/** @param {boolean} withSystem */
function isReady(withSystem) {
  const hasSystem = !withSystem || listMissingPackages({ withBuild: !isKeytarBuilt() }).length === 0;
  return hasSystem && arePackagesReady(describeAttempt(false));
}

/**
 * What keytar's compilation would lack now; never equal to an earlier text when the user insists.
 *
 * @param {boolean} insists
 */
function describeAttempt(insists) {
  if (insists) return `at ${Date.now()}`;
  return listMissingPackages({ withBuild: true })
    .map(({ name }) => name)
    .join(' ');
}
