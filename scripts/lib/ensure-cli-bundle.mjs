import { runChild, succeeded } from './child.mjs';
import { bundlePlace, findCurrentBundle } from './cli-bundle.mjs';
import { withLock } from './lock.mjs';
import { inProject, projectRoot } from './project.mjs';

/**
 * Bundles the command line anew, which takes a second or two; several may ask for it at once.
 *
 * @returns {Promise<string | undefined>} its folder; undefined where it cannot be made: in a folder that is only read, or of
 * sources that do not compile, which will say so themselves.
 * @throws {import('./report.mjs').Interrupted} on Ctrl-C.
 */
export async function makeCliBundle() {
  try {
    return await withLock(bundlePlace(projectRoot).lockFile, {
      action: async () => findCurrentBundle(projectRoot) ?? (await build()),
    });
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}

async function build() {
  // A process of its own: a bundler would stay in the memory of a command that may run for hours.
  const task = inProject('scripts', 'tasks', 'bundle-cli.mjs');
  const ending = await runChild(process.execPath, [task], { stdio: 'ignore' });
  return succeeded(ending) ? findCurrentBundle(projectRoot) : undefined;
}
