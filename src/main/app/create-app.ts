import type { Dispatch } from '#main/ipc/dispatcher.ts';
import { createBudgetService } from '#main/services/budget-service.ts';
import { createNetworkService } from '#main/services/network/network-service.ts';
import { announceFound } from '#main/services/schedule/found-words.ts';
import type { Services } from '#main/services/services.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { AppPorts } from './app-ports.ts';
import { createBudgetMemory } from './budget-memory.ts';
import { createServices } from './create-services.ts';
import { createLazyNetwork } from './lazy-network.ts';
import { createLazyStore } from './lazy-store.ts';
import { createPush } from './push.ts';

/** The running application, whatever the shell. */
export interface App {
  /** For the command line and tests; a window speaks through `dispatch`. */
  readonly services: Services;
  /** Answers one message of a window; never rejects. */
  readonly dispatch: Dispatch;
  /** @returns a function that ends the subscription. */
  onEvent(listener: (text: string) => void): () => void;
  /**
   * Makes the folders, opens the store (without it both happen with the first question) and begins to sync what is due. A damaged database is told by each
   * question instead.
   * @throws AppError `storage.*` but `storage.corrupt`.
   */
  start(): Promise<void>;
  /** Cancels syncs, commits what is open, ends threads and connections. */
  stop(): Promise<void>;
}

/** Composition root: ports in, application out. Nothing runs and nothing is opened until it is asked for. */
export function createApp(ports: AppPorts): App {
  const store = createLazyStore(async () => {
    ports.paths.ensure();
    return ports.openStore();
  });
  const { keychain, logger, clock, systemProxy } = ports;
  const settings = createNetworkService({ store, keychain, logger, clock, systemProxy });
  const network = createLazyNetwork(() =>
    ports.loadNetwork({
      budgets: createBudgetMemory(store, ports.clock, (id, status) => budgets.note(id, status)),
      readRules: settings.rules,
    }),
  );
  const budgets = createBudgetService({ store, clock: ports.clock, cancelWaits: network.cancelWaits });
  const services = createServices(ports, store, { openSession: network.openSession, settings, budgets, http: network });
  const push = createPush({ ...services, store });
  const stopTelling = services.schedule.onFound((found) => ports.notifier?.notify(announceFound(found)));
  let dispatching: Promise<Dispatch> | undefined;
  let starting: Promise<void> | undefined;
  const dispatcher = (): Promise<Dispatch> => {
    dispatching ??= loadDispatcher(ports, services);
    return dispatching;
  };

  const openStore = async (): Promise<void> => {
    try {
      await store.open();
    } catch (error) {
      // The window opens over a damaged database, so that it can offer to repair it.
      if (!(error instanceof AppError && error.code === 'storage.corrupt')) throw error;
      ports.logger.fail('store.damaged', error);
    }
  };
  const start = async (): Promise<void> => {
    // A window asks next; the store is opened by another thread meanwhile.
    await Promise.all([openStore(), dispatcher()]);
    // Among a window's first questions; loading the vendors would keep the others waiting, and now there is time.
    setImmediate(() => void services.vendors.list().catch(() => undefined));
    services.schedule.start();
    services.dailyLook.start();
  };

  return {
    services,
    async dispatch(text) {
      return (await dispatcher())(text);
    },
    onEvent: push.onEvent,
    start() {
      starting ??= start();
      return starting;
    },
    async stop() {
      // What has not begun yet cannot be stopped.
      await starting?.catch(() => undefined);
      stopTelling();
      await services.schedule.stop();
      await services.dailyLook.stop();
      services.details.cancel();
      services.exports.runs.cancel();
      await services.sync.stop();
      await services.savedSearches.settle();
      await network.close();
      await store.close();
    },
  };
}

/** The door for windows: the command line does without, so it is not loaded for it. */
async function loadDispatcher(ports: AppPorts, services: Services): Promise<Dispatch> {
  const [{ createDispatcher }, { createHandlers }] = await Promise.all([
    import('#main/ipc/dispatcher.ts'),
    import('#main/ipc/handlers/index.ts'),
  ]);
  const handlers = createHandlers(services, ports.dialogs);
  return createDispatcher({ handlers, clock: ports.clock, logger: ports.logger });
}
