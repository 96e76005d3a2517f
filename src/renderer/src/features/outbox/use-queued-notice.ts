import { useNotices } from '../../app/notices.tsx';
import { useUndoLog } from '../../app/undo-log.tsx';
import { countOf } from '../../text/words.ts';

/** Says that changes were queued, with a way back. @returns takes their ids, and what else there is to say. */
export function useQueuedNotice(): (ids: readonly number[], rest?: string) => void {
  const notices = useNotices();
  const undoLog = useUndoLog();
  return (ids, rest = '') => {
    const work = ids.length === 0 ? undefined : undoLog.remember({ of: 'queueing', ids });
    const action = work === undefined ? undefined : { text: 'Undo', run: () => undoLog.undo(work) };
    notices.done(`${countOf(ids.length, 'change')} queued${rest}`, action);
  };
}
