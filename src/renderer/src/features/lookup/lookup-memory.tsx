import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { LookupOverview } from '#shared/contract/lookup-schemas.ts';
import type { CandidateOrder, LookupStatus } from '#shared/model/lookup.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { WindowFile } from '../../bridge/send-file.ts';
import { type LookupRunner, useLookupRunner } from '../../bridge/use-lookup.ts';
import { type CandidateSelection, noCandidates } from './candidate-selection.ts';

/** Where the analyst is on the Lookup screen; kept while another screen is shown. */
export interface LookupState {
  /** What is shown; undefined before the first look-up. */
  readonly overview: LookupOverview | undefined;
  readonly error: unknown;
  readonly statuses: readonly LookupStatus[];
  readonly types: readonly IndicatorType[];
  readonly order: CandidateOrder;
  readonly selection: CandidateSelection;
  /** Number of the candidate that the keys act on and the panel shows. */
  readonly cursor: number | undefined;
  /** What was typed and not looked up yet. */
  readonly draft: string;
}

interface Memory {
  readonly state: LookupState;
  readonly running: LookupRunner['running'];
  readonly change: (part: Partial<LookupState>) => void;
  /** Looks files up; the result takes the place of the one before. */
  readonly lookUp: (files: readonly WindowFile[]) => void;
}

const atStart: LookupState = {
  overview: undefined,
  error: undefined,
  statuses: [],
  types: [],
  order: 'text',
  selection: noCandidates,
  cursor: undefined,
  draft: '',
};
const MemoryContext = createContext<Memory>({
  state: atStart,
  running: undefined,
  change: () => undefined,
  lookUp: () => undefined,
});

/** See {@link LookupState}. */
export function useLookupMemory(): Memory {
  return useContext(MemoryContext);
}

/** Holds {@link LookupState} above the screens: a look-up goes on while another screen is shown. */
export function LookupMemory(props: { readonly children: ReactNode }): ReactElement {
  const [state, setState] = useState(atStart);
  const { running, run } = useLookupRunner();
  const change = useCallback((part: Partial<LookupState>) => setState((before) => ({ ...before, ...part })), []);
  const lookUp = useCallback(
    (files: readonly WindowFile[]) => {
      if (files.length === 0) return;
      change({ error: undefined });
      run(files).then(
        (overview) => {
          // Stopped: what was there before stays.
          if (overview !== undefined)
            setState({ ...atStart, overview, cursor: overview.counts.length > 0 ? 0 : undefined });
        },
        (error: unknown) => change({ error }),
      );
    },
    [run, change],
  );
  const memory = useMemo<Memory>(() => ({ state, running, change, lookUp }), [state, running, change, lookUp]);
  return <MemoryContext value={memory}>{props.children}</MemoryContext>;
}
