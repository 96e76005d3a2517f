import type { MethodInput } from '#shared/contract/methods.ts';
import { useNotices } from '../../app/notices.tsx';
import { useUndoLog } from '../../app/undo-log.tsx';
import { useChangeTags } from '../../bridge/use-tags.ts';
import { countOf } from '../../text/words.ts';

/** Writes own tags and says what came of it, with a way back; also when the dialog that asked for it is gone by then. */
export function useTagActions(): (tagging: MethodInput<'tags.change'>) => void {
  const { mutateAsync } = useChangeTags();
  const notices = useNotices();
  const undoLog = useUndoLog();
  return (tagging) => {
    mutateAsync(tagging).then(({ changed, undo }) => {
      if (undo === null) {
        notices.remark('Nothing changed: the tags are as you want them already.');
        return;
      }
      const work = undoLog.remember({ of: 'tags', number: undo });
      notices.done(`Tags of ${countOf(changed, 'indicator')} changed`, {
        text: 'Undo',
        run: () => undoLog.undo(work),
      });
    }, notices.failed);
  };
}
