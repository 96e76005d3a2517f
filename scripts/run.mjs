/** `node scripts/run.mjs <task> [arguments]`: sets up what is missing, then runs the task on the project's own Node. */
import { ensureBundle } from './lib/bundle.mjs';
import { endLike, runChild } from './lib/child.mjs';
import { ensureSetup } from './lib/ensure-setup.mjs';
import { runMain } from './lib/main.mjs';
import { projectNode } from './lib/project.mjs';
import { SetupError } from './lib/report.mjs';
import { tasks } from './lib/tasks.mjs';

const [name = '', ...args] = process.argv.slice(2);

await runMain(async () => {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined) throw new SetupError(`No task "${name}". Tasks: ${Object.keys(tasks).join(' ')}`);
  await ensureSetup({ withSystem: task.withSystem === true });
  if (task.withBundle === true) await ensureBundle();
  endLike(await runChild(projectNode, [task.program, ...(task.args ?? []), ...args]));
});
