import type { BudgetService } from '#main/services/budget-service.ts';
import type { CaseService } from '#main/services/case-service.ts';
import type { DetailsService } from '#main/services/details/details-service.ts';
import type { ExportRuns } from '#main/services/exports/export-runs.ts';
import type { ImportDesk } from '#main/services/imports/import-desk.ts';
import type { LookupDesk } from '#main/services/lookup-desk/lookup-desk.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { ScheduleService } from '#main/services/schedule/schedule-service.ts';
import type { SyncService } from '#main/services/sync/sync-service.ts';
import type { DailyLook } from '#main/services/updates/daily-look.ts';
import type { UpdateService } from '#main/services/updates/update-service.ts';
import { type EventName, type EventPayload, events } from '#shared/contract/events.ts';

/** What main tells the window without being asked, as text. */
export interface Push {
  /** @returns a function that ends the subscription. */
  onEvent(listener: (text: string) => void): () => void;
}

/** Turns what services and store tell into messages; payloads go out field by field, as answers do. */
export function createPush(sources: {
  readonly sync: SyncService;
  readonly cases: Pick<CaseService, 'onAddition'>;
  readonly exports: { readonly runs: Pick<ExportRuns, 'onProgress'> };
  readonly details: Pick<DetailsService, 'onProgress'>;
  readonly budgets: Pick<BudgetService, 'onChange'>;
  readonly desk: Pick<LookupDesk, 'onProgress'>;
  readonly importDesk: Pick<ImportDesk, 'onProgress'>;
  readonly schedule: Pick<ScheduleService, 'onFound'>;
  readonly updates: Pick<UpdateService, 'onProgress'>;
  readonly dailyLook: Pick<DailyLook, 'onFound'>;
  readonly store: Store;
}): Push {
  const listeners = new Set<(text: string) => void>();

  function send<Name extends EventName>(event: Name, payload: EventPayload<Name>): void {
    const text = JSON.stringify({ event, payload: events[event].parse(payload) });
    for (const listener of listeners) listener(text);
  }

  /** Not before a window listens: the command line never does, and looking out for changes has its price. */
  function subscribe(): readonly (() => void)[] {
    return [
      sources.sync.onEvent((event) => {
        if (event.kind === 'progress') send('sync.progressed', event.progress);
        if (event.kind === 'finished') send('sync.finished', { connectionId: event.connectionId, run: event.run });
        if (event.kind === 'notice') {
          send('sync.noticed', { connectionId: event.connectionId, connection: event.connection, text: event.text });
        }
      }),
      sources.cases.onAddition((progress) => send('cases.additionProgressed', progress)),
      sources.exports.runs.onProgress((progress) => send('exports.progressed', progress)),
      sources.details.onProgress((progress) => send('details.progressed', progress)),
      sources.budgets.onChange((budget) => send('budgets.changed', budget)),
      sources.desk.onProgress((progress) => send('lookup.progressed', progress)),
      sources.importDesk.onProgress((progress) => send('imports.progressed', progress)),
      sources.schedule.onFound((found) => send('searches.found', [...found])),
      sources.updates.onProgress((progress) => send('updates.progressed', progress)),
      sources.dailyLook.onFound((version) => send('updates.found', { version })),
      sources.store.onChange(({ indicators, cases, connections, settings, outbox }) => {
        send('data.changed', { indicators, cases, connections, settings, outbox });
      }),
      sources.store.onHealth((health) => send('care.healthChanged', [...health])),
    ];
  }

  let subscriptions: readonly (() => void)[] = [];
  return {
    onEvent(listener) {
      if (listeners.size === 0) subscriptions = subscribe();
      listeners.add(listener);
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        for (const unsubscribe of subscriptions) unsubscribe();
        subscriptions = [];
      };
    },
  };
}
