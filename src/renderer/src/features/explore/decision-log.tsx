import { createContext, type ReactElement, type ReactNode, useContext, useMemo, useRef } from 'react';
import { AppError } from '#shared/errors/app-error.ts';
import { useNotices } from '../../app/notices.tsx';
import { useUndoTriage } from '../../bridge/use-indicators.ts';
import { useShortcuts } from '../../keyboard/ShortcutProvider.tsx';
import { countOf, formatCount } from '../../text/words.ts';

/** Decisions of this window that can still be taken back, the last one first. */
export interface DecisionLog {
  /** @param decision as `triage.apply` named it. */
  remember(decision: number): void;
  undo(decision: number): void;
}

const LogContext = createContext<DecisionLog>({ remember: () => undefined, undo: () => undefined });

/** See {@link DecisionLog}. */
export function useDecisionLog(): DecisionLog {
  return useContext(LogContext);
}

/** Holds {@link DecisionLog} above the screens and binds the key that takes the last decision back, wherever it was made. */
export function DecisionMemory(props: { readonly children: ReactNode }): ReactElement {
  const made = useRef<readonly number[]>([]);
  const notices = useNotices();
  const { mutate } = useUndoTriage();
  const log = useMemo<DecisionLog>(
    () => ({
      remember: (decision) => {
        made.current = [...made.current, decision];
      },
      undo: (decision) => {
        // At once, so that the key pressed again means the one before.
        made.current = made.current.filter((other) => other !== decision);
        mutate(
          { decision },
          {
            onSuccess: ({ restored, kept }) => {
              const rest = kept === 0 ? '' : `; ${formatCount(kept)} decided on since stay as they are`;
              notices.done(`Taken back on ${countOf(restored, 'indicator')}${rest}`);
            },
            onError: (error) => {
              const isOver = error instanceof AppError && error.code === 'state.notFound';
              if (!isOver) made.current = [...made.current, decision].toSorted((one, other) => one - other);
              notices.failed(error);
            },
          },
        );
      },
    }),
    [mutate, notices],
  );
  useShortcuts(
    {
      undo: () => {
        const last = made.current.at(-1);
        if (last === undefined) notices.remark('There is no decision to take back.');
        else log.undo(last);
      },
    },
    true,
  );
  return <LogContext value={log}>{props.children}</LogContext>;
}
