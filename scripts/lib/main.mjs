import { endLike } from './child.mjs';
import { Interrupted, SetupError, tell } from './report.mjs';

const oldestNode = 20;

/**
 * Runs a script's work and turns what it throws into a message and an exit status.
 *
 * @param {() => Promise<void>} work
 */
export async function runMain(work) {
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    tell(`Sightline needs Node ${oldestNode} or newer to set itself up; this is Node ${process.versions.node}.`);
    process.exit(1);
  }
  try {
    await work();
  } catch (error) {
    if (error instanceof Interrupted) {
      endLike({ status: null, signal: error.signal });
    } else if (error instanceof SetupError) {
      tell(error.message);
      process.exitCode = 1;
    } else {
      throw error;
    }
  }
}
