import { setTimeout as delay } from 'node:timers/promises';

/** Fails this process in a way that nobody catches; returns when it is still there after that. */
export async function failUncaught(event: string | undefined): Promise<void> {
  const error = new Error('Cannot read /home/somebody/keys');
  if (event === 'unhandledRejection') void Promise.reject(error);
  else
    setImmediate(() => {
      throw error;
    });
  await delay(1_000);
}
