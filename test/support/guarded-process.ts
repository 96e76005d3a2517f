/** Guards itself and fails: arguments are the event, and `mute` for a guard that cannot show anything. Prints what was logged. */
import { guardProcess } from '#main/shell/guard-process.ts';
import { failUncaught } from './fail-uncaught.ts';
import { MemoryLogger } from './memory-logger.ts';

const [event, mute] = process.argv.slice(2);
const logger = new MemoryLogger();
const fail = (): void => {
  throw new Error('Nothing can be shown.');
};
guardProcess('test', logger, ...(mute === 'mute' ? [fail] : []));
process.on('exit', () => {
  for (const { event: logged, error } of logger.entries) process.stdout.write(`${logged}: ${String(error)}\n`);
});
await failUncaught(event);
