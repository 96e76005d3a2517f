/** Entry of a search thread that can be made to die, and to be busy until a question is taken back: by words in a query. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ReadCall } from '#main/db/gateway/ports.ts';
import { runSearch } from '#main/db/search-thread.ts';

parentPort?.on('message', (message: unknown) => {
  const text = JSON.stringify(message);
  if (text.includes('die-now')) process.exit(1);
  if (!text.includes('wait-until-stopped')) return;
  // Sent by the gateway, which sends nothing else with this name.
  const [call] = (message as { readonly args: readonly ReadCall[] }).args;
  while (call?.stop !== undefined && Atomics.load(call.stop, 0) === 0) Atomics.wait(call.stop, 0, 0, 5);
});
if (parentPort !== null) runSearch(parentPort, workerData);
