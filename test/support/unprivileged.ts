import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs an ES module text on our Node as a user whom file modes bind, and returns its output, trimmed. Root is not bound by them, so as
 * root the process gives up that one capability (Linux, util-linux); it stays the owner of the same files.
 *
 * The text may import `#main/...` and `#shared/...`.
 */
export function runUnprivileged(moduleText: string): string {
  return runNodeUnprivileged(['--input-type=module', '--eval', moduleText]);
}

/** As {@link runUnprivileged}, with arguments of Node. */
export function runNodeUnprivileged(nodeArguments: readonly string[]): string {
  const node = [process.execPath, ...nodeArguments];
  const isRoot = process.getuid?.() === 0;
  const [program = '', ...args] = isRoot ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', ...node] : node;
  return execFileSync(program, args, { cwd: projectFolder, encoding: 'utf8' }).trim();
}
