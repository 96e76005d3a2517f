import { isLookDue } from '#main/domain/update-rule.ts';
import type { Clock, Logger } from '#main/ports/ports.ts';
import type { Store } from '../ports/store.ts';
import type { UpdateService } from './update-service.ts';

/** Looks for updates once a day, where setting and policy say so, in the process of a window. Tells; downloads nothing. */
export interface DailyLook {
  start(): void;
  /** Ends a look that is under way. */
  stop(): Promise<void>;
  /** One turn: looks if it is time. Exposed since the turns themselves are hours apart. */
  lookIfDue(): Promise<void>;
  /** Told of a newer version, once per version and run of the program. @returns how to stop. */
  onFound(listener: (version: string) => void): () => void;
}

export interface DailyLookParts {
  readonly updates: Pick<UpdateService, 'status' | 'look' | 'cancel'>;
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'fail'>;
}

/** A window that has just opened has other things to do. */
const firstTurnMs = 60_000;
const turnEveryMs = 60 * 60_000;
const settingName = 'updatesLookedAtMs';

/** See {@link DailyLook}. */
export function createDailyLook({ updates, store, clock, logger }: DailyLookParts): DailyLook {
  const listeners = new Set<(version: string) => void>();
  const told = new Set<string>();
  let watching: { readonly controller: AbortController; readonly ended: Promise<void> } | undefined;

  async function lookIfDue(): Promise<void> {
    if ((await updates.status()).mode !== 'daily') return;
    const text = (await store.read('settings.get', null))[settingName] ?? '';
    const nowMs = clock.nowMs();
    if (!isLookDue(/^\d{1,15}$/.test(text) ? Number(text) : null, nowMs)) return;
    // Before, so that a look that fails is not repeated all day.
    await store.write('settings.set', { name: settingName, value: String(nowMs) });
    const { latest } = await updates.look();
    if (latest === null || !latest.isNewer || told.has(latest.version)) return;
    told.add(latest.version);
    for (const listener of listeners) listener(latest.version);
  }

  async function watch(signal: AbortSignal): Promise<void> {
    let pauseMs = firstTurnMs;
    while (!signal.aborted) {
      await clock.sleep(pauseMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      pauseMs = turnEveryMs;
      await lookIfDue().catch((error: unknown) => logger.fail('updates.notLooked', error));
    }
  }

  return {
    start() {
      if (watching !== undefined) return;
      const controller = new AbortController();
      watching = { controller, ended: watch(controller.signal) };
    },
    async stop() {
      watching?.controller.abort();
      updates.cancel();
      await watching?.ended;
      watching = undefined;
    },
    lookIfDue,
    onFound(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
