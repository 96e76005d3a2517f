import type { MethodInput } from '#shared/contract/methods.ts';
import type { Selection } from '#shared/contract/schemas.ts';
import { useNotices } from '../../app/notices.tsx';
import { useUndoLog } from '../../app/undo-log.tsx';
import { useTriage } from '../../bridge/use-indicators.ts';
import { countOf } from '../../text/words.ts';

/** What one key does. */
export type TriageAction = 'malicious' | 'suspicious' | 'benign' | 'escalate' | 'review';

type TriageChange = Omit<MethodInput<'triage.apply'>, 'selection'>;

/** What each action writes; what it does not name stays as it is. */
export const triageChanges: Readonly<Record<TriageAction, TriageChange>> = {
  malicious: { verdict: 'malicious' },
  suspicious: { verdict: 'suspicious' },
  benign: { verdict: 'benign' },
  escalate: { state: 'escalated' },
  review: { state: 'reviewed' },
};

const doneWords: Readonly<Record<TriageAction, string>> = {
  malicious: 'marked malicious',
  suspicious: 'marked suspicious',
  benign: 'marked benign',
  escalate: 'escalated',
  review: 'marked reviewed',
};

/** Writes triage and says what came of it. */
export interface TriageActions {
  readonly apply: (action: TriageAction, selection: Selection) => void;
  /** @returns whether it is stored; what went wrong is told. */
  readonly change: (change: TriageChange, selection: Selection, done: string) => Promise<boolean>;
  readonly isBusy: boolean;
}

/** See {@link TriageActions}. A single row shows its new mark and needs no message; many rows do. */
export function useTriageActions(): TriageActions {
  const triage = useTriage();
  const notices = useNotices();
  const undoLog = useUndoLog();
  const change: TriageActions['change'] = async (what, selection, done) => {
    try {
      // Not by callbacks of `mutate`: those are dropped with the dialog that asked for it.
      const { changed, undo } = await triage.mutateAsync({ ...what, selection });
      const work = undo === null ? undefined : undoLog.remember({ of: 'triage', number: undo });
      const isSingle = 'ids' in selection && selection.ids.length === 1;
      const action = work === undefined ? undefined : { text: 'Undo', run: () => undoLog.undo(work) };
      if (!isSingle) notices.done(`${countOf(changed, 'indicator')} ${done}`, action);
      return true;
    } catch (error) {
      notices.failed(error);
      return false;
    }
  };
  return {
    change,
    apply: (action, selection) => void change(triageChanges[action], selection, doneWords[action]),
    isBusy: triage.isPending,
  };
}
