/** A reader of documents that never answers: it hangs, or eats memory when the file is called so. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', ({ name }: { readonly name: string }) => {
  const eaten: unknown[] = [];
  while (name !== 'hang') eaten.push(Array.from({ length: 10_000 }, (_, at) => ({ at })));
  for (;;) eaten.length = 0;
});
