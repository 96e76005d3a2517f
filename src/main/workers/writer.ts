import { parentPort, workerData } from 'node:worker_threads';
import { runWriter } from '#main/db/writer-thread.ts';

// Entry of the writer thread: the store and the vendors' readers of pages, put together.
if (parentPort !== null) {
  runWriter(parentPort, workerData, async () => {
    const [{ findVendor }, { AppError }] = await Promise.all([
      import('#main/vendors/registry.ts'),
      import('#shared/errors/app-error.ts'),
    ]);
    return (vendor, stream) => {
      const found = findVendor(vendor).streams.find((candidate) => candidate.id === stream);
      if (found === undefined) throw new AppError('input.invalid', 'This vendor has no such stream.');
      return found;
    };
  });
}
