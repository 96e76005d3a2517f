/** `npm run check`: what a change must pass. All gates run, so that one report shows everything; the tests' count comes last. */
import { existsSync } from 'node:fs';
import { runChild, succeeded } from '../lib/child.mjs';
import { runMain } from '../lib/main.mjs';
import { inProject, projectNode } from '../lib/project.mjs';
import { tell } from '../lib/report.mjs';
import { tasks } from '../lib/tasks.mjs';

const hasKnip = ['knip.json', 'knip.jsonc', 'knip.config.ts'].some((name) => existsSync(inProject(name)));
const gates = ['lint', 'typecheck', ...(hasKnip ? ['knip'] : []), 'test'];

await runMain(async () => {
  /** @type {string[]} */
  const failed = [];
  for (const gate of gates) {
    const task = tasks[gate];
    if (task === undefined) throw new TypeError(`No task ${gate}`);
    if (gate === 'test' && failed.length > 0) tell(`Failed so far: ${failed.join(', ')}`);
    const ending = await runChild(projectNode, [task.program, ...(task.args ?? [])]);
    if (!succeeded(ending)) failed.push(gate);
  }
  process.exitCode = failed.length > 0 ? 1 : 0;
});
