import type { MethodInput } from '#shared/contract/methods.ts';
import { useNotices } from '../../app/notices.tsx';
import { useUndoLog } from '../../app/undo-log.tsx';
import { useAddToCase } from '../../bridge/use-cases.ts';
import { countOf } from '../../text/words.ts';

/** Adds to a case and says what came of it, with a way back. */
export interface AdditionCommand {
  readonly isPending: boolean;
  /** What went wrong. */
  readonly error: Error | null;
  /** @param onOver when it is done, or was stopped; not when it failed. */
  readonly add: (input: MethodInput<'cases.addIndicators'>, onOver: () => void) => void;
}

/** See {@link AdditionCommand}. */
export function useAddition(): AdditionCommand {
  const command = useAddToCase();
  const notices = useNotices();
  const undoLog = useUndoLog();
  return {
    isPending: command.isPending,
    error: command.error,
    add: (input, onOver) => {
      // Not by callbacks of `mutate`: those are dropped with whoever asked.
      command.mutateAsync(input).then(
        ({ added, alreadyThere, isStopped, undo }) => {
          const work = undo === null ? undefined : undoLog.remember({ of: 'addition', number: undo, to: input.number });
          const action = work === undefined ? undefined : { text: 'Undo', run: () => undoLog.undo(work) };
          const before = alreadyThere === 0 ? '' : `; ${countOf(alreadyThere, 'indicator')} already there`;
          const text = `${countOf(added, 'indicator')} added to ${input.number}${before}`;
          if (isStopped) notices.remark(`Stopped: ${text}; the rest is not`, action);
          else notices.done(text, action);
          onOver();
        },
        // Shown where it was asked for.
        () => undefined,
      );
    },
  };
}
