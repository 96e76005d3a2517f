import type { Services } from '#main/services/services.ts';
import type { CaseLogPage } from '#shared/model/case.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** Longest record that is shown, in UTF-16 code units. */
const rawLengthLimit = 262_144;

/** `cases.*`. */
export function createCaseHandlers({ cases, uploads }: Pick<Services, 'cases' | 'uploads'>): DomainHandlers<'cases'> {
  return {
    'cases.list': async () => [...(await cases.list())],
    'cases.get': ({ number }) => cases.get(number),
    'cases.notes': async (window) => ownPage(await cases.notes({ ...window, order: 'newest' })),
    'cases.timeline': async (window) => ownPage(await cases.timeline({ ...window, order: 'newest' })),
    'cases.indicators': async (window) => [...(await cases.indicators(window))],
    'cases.indicator': ({ number, type, value }) => cases.indicator(number, { type, value }),
    'cases.create': (fields) => cases.create(fields),
    'cases.update': ({ number, fields }) => cases.update(number, fields),
    'cases.addIndicators': ({ number, ...addition }) => cases.addIndicators(number, addition),
    'cases.undoAddition': ({ addition }) => cases.undoAddition(addition),
    'cases.cancelAddition': async ({ number }) => {
      cases.cancelAddition(number);
      return null;
    },
    'cases.removeIndicator': async ({ number, type, value }) => {
      await cases.removeIndicator(number, { type, value });
      return null;
    },
    'cases.addNote': ({ number, text }) => cases.addNote(number, text),
    'cases.addTimelineEntry': ({ number, happenedAtMs, text }) => cases.addTimelineEntry(number, happenedAtMs, text),
    'cases.removeTimelineEntry': async ({ number, id }) => {
      await cases.removeTimelineEntry(number, id);
      return null;
    },
    'cases.pinNote': async ({ number, noteId, pinned }) => {
      await cases.pinNote(number, noteId, pinned);
      return null;
    },
    'cases.pinRecord': ({ number, noteId, observationId }) => cases.pinRecord(number, noteId, observationId),
    'cases.unpinRecord': async ({ number, id }) => {
      await cases.unpinRecord(number, id);
      return null;
    },
    'cases.evidenceRaw': async ({ number, id }) => {
      const text = await cases.evidenceRaw(number, id);
      return { text: text.slice(0, rawLengthLimit), cut: text.length > rawLengthLimit };
    },
    'cases.addFile': ({ number, fileId, comment }, { signal }) => {
      const { name, bytes } = uploads.take(fileId);
      return cases.addFile(number, { name, source: { bytes }, comment }, signal);
    },
    'cases.removeFile': async ({ number, id }) => {
      await cases.removeFile(number, id);
      return null;
    },
    'cases.addTask': ({ number, text }) => cases.addTask(number, text),
    'cases.setTaskDone': async ({ number, taskId, done }) => {
      await cases.setTaskDone(number, taskId, done);
      return null;
    },
    'cases.close': ({ number, verdict, summary }) => cases.close(number, verdict, summary),
  };
}

function ownPage<Entry>({ entries, next }: CaseLogPage<Entry>): { entries: Entry[]; next: number | null } {
  return { entries: [...entries], next };
}
