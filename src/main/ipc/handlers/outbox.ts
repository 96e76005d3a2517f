import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `outbox.*`. */
export function createOutboxHandlers({ outbox }: Pick<Services, 'outbox'>): DomainHandlers<'outbox'> {
  return {
    'outbox.list': async (window) => {
      const { lines, counts } = await outbox.page(window);
      return { lines: [...lines], counts };
    },
    'outbox.diff': async ({ ids }) => [...(await outbox.diff(ids))],
    'outbox.writes': async () => [...(await outbox.writes())],
    'outbox.countMatches': ({ id, ...write }) => outbox.countMatches(id, write, new AbortController().signal),
    'outbox.queue': async ({ id, ...write }) => ({ ids: [...(await outbox.queue(id, write))] }),
    'outbox.queueSelection': async ({ id, ...request }) => {
      const { queued, skipped } = await outbox.queueSelection(id, request);
      return { ids: [...queued], skipped };
    },
    'outbox.edit': async ({ id, input }) => {
      await outbox.edit(id, input);
      return null;
    },
    'outbox.move': async ({ id, beforeId }) => {
      await outbox.move(id, beforeId);
      return null;
    },
    'outbox.drop': ({ ids }) => outbox.drop(ids),
    'outbox.takeBack': ({ ids }) => outbox.takeBack(ids),
    'outbox.rebase': ({ ids }) => outbox.rebase(ids),
    // What is on its way is not called back: the window shows each change as it is sent.
    'outbox.send': ({ ids }) => outbox.send(ids, new AbortController().signal),
    'outbox.words': ({ id }) => outbox.words(id),
    'outbox.refreshWords': ({ id }) => outbox.refreshWords(id, new AbortController().signal),
  };
}
