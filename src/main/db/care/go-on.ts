import { StoreFault } from '../fault.ts';
import { isRaised, type StopFlag } from '../gateway/stop-flag.ts';

/**
 * Asked before anything is put in the place of something else: who stopped the work is told that nothing was changed, and that is so.
 * What is past that point is finished, and told as done.
 * @throws StoreFault `internal.cancelled`.
 */
export function requireGoOn(stop: StopFlag | undefined): void {
  if (isRaised(stop)) throw new StoreFault('internal.cancelled', 'Interrupted: nothing was changed.');
}
