import { createContext, type ReactElement, type ReactNode, useContext, useMemo, useRef } from 'react';
import { AppError } from '#shared/errors/app-error.ts';
import { useUndoAddition } from '../bridge/use-cases.ts';
import { useUndoTriage } from '../bridge/use-indicators.ts';
import { useUndoQueueing } from '../bridge/use-outbox.ts';
import { useUndoTagging } from '../bridge/use-tags.ts';
import { useShortcuts } from '../keyboard/ShortcutProvider.tsx';
import { countOf, formatCount } from '../text/words.ts';
import { useNotices } from './notices.tsx';

/** What can be taken back, by what its method gave. */
export type Undoable =
  | { readonly of: 'triage' | 'tags'; readonly number: number }
  | { readonly of: 'addition'; readonly number: number; readonly to: string }
  | { readonly of: 'queueing'; readonly ids: readonly number[] };

/** What says that work cannot be taken back, however often one tries. */
const overCodes: readonly string[] = ['state.notFound', 'state.illegalTransition'];

/** An {@link Undoable} in the order in which this window made them. */
export type DoneWork = Undoable & { readonly order: number };

/** Work of this window that can still be taken back, the last first. */
export interface UndoLog {
  remember(work: Undoable): DoneWork;
  undo(work: DoneWork): void;
}

const LogContext = createContext<UndoLog>({
  remember: (work) => ({ ...work, order: 0 }),
  undo: () => undefined,
});

/** See {@link UndoLog}. */
export function useUndoLog(): UndoLog {
  return useContext(LogContext);
}

/** Holds {@link UndoLog} above the screens and binds the key that takes the last work back, wherever it was done. */
export function UndoMemory(props: { readonly children: ReactNode }): ReactElement {
  const done = useRef<readonly DoneWork[]>([]);
  const last = useRef(0);
  const notices = useNotices();
  const takeBack = useTakeBack();
  const log = useMemo<UndoLog>(
    () => ({
      remember: (undoable) => {
        last.current += 1;
        const work = { ...undoable, order: last.current };
        done.current = [...done.current, work];
        return work;
      },
      undo: (work) => {
        // Taken back already, by the key or by the button of its notice.
        if (!done.current.includes(work)) return;
        // At once, so that the key pressed again means the one before.
        done.current = done.current.filter((other) => other !== work);
        takeBack(work).then(notices.done, (error: unknown) => {
          const isOver = error instanceof AppError && overCodes.includes(error.code);
          if (!isOver) done.current = [...done.current, work].toSorted((one, other) => one.order - other.order);
          notices.failed(error);
        });
      },
    }),
    [takeBack, notices],
  );
  useShortcuts(
    {
      undo: () => {
        const latest = done.current.at(-1);
        if (latest === undefined) notices.remark('There is nothing to take back.');
        else log.undo(latest);
      },
    },
    true,
  );
  return <LogContext value={log}>{props.children}</LogContext>;
}

/** Takes work back and says what came of it. */
function useTakeBack(): (work: Undoable) => Promise<string> {
  const { mutateAsync: undoTriage } = useUndoTriage();
  const { mutateAsync: undoTagging } = useUndoTagging();
  const { mutateAsync: undoAddition } = useUndoAddition();
  const { mutateAsync: undoQueueing } = useUndoQueueing();
  return useMemo(() => {
    const onIndicators = ({ restored, kept }: { readonly restored: number; readonly kept: number }, since: string) =>
      `Taken back on ${countOf(restored, 'indicator')}${rest(kept, since)}`;
    return async (work) => {
      switch (work.of) {
        case 'triage':
          return onIndicators(await undoTriage({ decision: work.number }), 'decided on');
        case 'tags':
          return onIndicators(await undoTagging({ tagging: work.number }), 'changed');
        case 'addition': {
          const { removed } = await undoAddition({ addition: work.number });
          return `${countOf(removed, 'indicator')} taken out of ${work.to} again`;
        }
        case 'queueing': {
          const { dropped, kept } = await undoQueueing({ ids: [...work.ids] });
          return `${countOf(dropped, 'change')} taken out of the outbox again${rest(kept, 'edited, tried or sent')}`;
        }
      }
    };
  }, [undoTriage, undoTagging, undoAddition, undoQueueing]);
}

function rest(kept: number, since: string): string {
  return kept === 0 ? '' : `; ${formatCount(kept)} ${since} since stay as they are`;
}
