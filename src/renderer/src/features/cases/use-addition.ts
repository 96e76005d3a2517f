import type { MethodInput } from '#shared/contract/methods.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { useNotices } from '../../app/notices.tsx';
import { useUndoLog } from '../../app/undo-log.tsx';
import { useAddToCase } from '../../bridge/use-cases.ts';
import { errorText } from '../../components/error-text.ts';
import { countOf } from '../../text/words.ts';

/** Adds to a case and says what came of it, with a way back. */
export interface AdditionCommand {
  readonly isPending: boolean;
  /** What went wrong; that the analyst stopped it is no error. */
  readonly error: Error | null;
  /** @param onOver when it is done, or was stopped; not when it failed. */
  readonly add: (input: MethodInput<'cases.addIndicators'>, onOver: () => void) => void;
}

const isStop = (error: Error | null): boolean => error instanceof AppError && error.code === 'internal.cancelled';

/** See {@link AdditionCommand}. */
export function useAddition(): AdditionCommand {
  const command = useAddToCase();
  const notices = useNotices();
  const undoLog = useUndoLog();
  return {
    isPending: command.isPending,
    error: isStop(command.error) ? null : command.error,
    add: (input, onOver) =>
      command.mutate(input, {
        onSuccess: ({ added, alreadyThere, undo }) => {
          const before = alreadyThere === 0 ? '' : `; ${countOf(alreadyThere, 'indicator')} already there`;
          const work = undo === null ? undefined : undoLog.remember({ of: 'addition', number: undo, to: input.number });
          const action = work === undefined ? undefined : { text: 'Undo', run: () => undoLog.undo(work) };
          notices.done(`${countOf(added, 'indicator')} added to ${input.number}${before}`, action);
          onOver();
        },
        onError: (error) => {
          if (!isStop(error)) return;
          notices.remark(errorText(error));
          onOver();
        },
      }),
  };
}
