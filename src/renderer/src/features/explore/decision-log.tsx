import { createContext, type ReactElement, type ReactNode, useContext, useMemo, useRef } from 'react';
import { AppError } from '#shared/errors/app-error.ts';
import { useNotices } from '../../app/notices.tsx';
import { useUndoTriage } from '../../bridge/use-indicators.ts';
import { useUndoTagging } from '../../bridge/use-tags.ts';
import { useShortcuts } from '../../keyboard/ShortcutProvider.tsx';
import { countOf, formatCount } from '../../text/words.ts';

/** What can be taken back: a decision by the number that `triage.apply` gave, or a tagging by that of `tags.change`. */
export interface Undoable {
  readonly of: 'triage' | 'tags';
  readonly number: number;
}

/** An {@link Undoable} in the order in which this window made them. */
export interface Decision extends Undoable {
  readonly order: number;
}

/** Decisions and taggings of this window that can still be taken back, the last one first. */
export interface DecisionLog {
  remember(made: Undoable): Decision;
  undo(decision: Decision): void;
}

const LogContext = createContext<DecisionLog>({
  remember: (made) => ({ ...made, order: 0 }),
  undo: () => undefined,
});

/** See {@link DecisionLog}. */
export function useDecisionLog(): DecisionLog {
  return useContext(LogContext);
}

/** Holds {@link DecisionLog} above the screens and binds the key that takes the last decision back, wherever it was made. */
export function DecisionMemory(props: { readonly children: ReactNode }): ReactElement {
  const made = useRef<readonly Decision[]>([]);
  const last = useRef(0);
  const notices = useNotices();
  const { mutateAsync: undoTriage } = useUndoTriage();
  const { mutateAsync: undoTagging } = useUndoTagging();
  const log = useMemo<DecisionLog>(
    () => ({
      remember: (undoable) => {
        last.current += 1;
        const decision = { ...undoable, order: last.current };
        made.current = [...made.current, decision];
        return decision;
      },
      undo: (decision) => {
        // At once, so that the key pressed again means the one before.
        made.current = made.current.filter((other) => other !== decision);
        const { of, number } = decision;
        const answer = of === 'triage' ? undoTriage({ decision: number }) : undoTagging({ tagging: number });
        answer.then(
          ({ restored, kept }) => {
            const since = of === 'triage' ? 'decided on' : 'changed';
            const rest = kept === 0 ? '' : `; ${formatCount(kept)} ${since} since stay as they are`;
            notices.done(`Taken back on ${countOf(restored, 'indicator')}${rest}`);
          },
          (error: unknown) => {
            const isOver = error instanceof AppError && error.code === 'state.notFound';
            if (!isOver) made.current = [...made.current, decision].toSorted((one, other) => one.order - other.order);
            notices.failed(error);
          },
        );
      },
    }),
    [undoTriage, undoTagging, notices],
  );
  useShortcuts(
    {
      undo: () => {
        const latest = made.current.at(-1);
        if (latest === undefined) notices.remark('There is no decision to take back.');
        else log.undo(latest);
      },
    },
    true,
  );
  return <LogContext value={log}>{props.children}</LogContext>;
}
