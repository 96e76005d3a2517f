import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '#main/db/gateway/rpc.ts';

/** Thread of the thread test: the path where it leaves its mark is its data. */
if (parentPort !== null) {
  process.on('exit', (code) => {
    if (code === 0) writeFileSync(String(workerData), '');
  });
  serve(parentPort, {
    echo: (value: unknown) => value,
    hang: () => {
      for (;;);
    },
  });
}
