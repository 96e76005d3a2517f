// @vitest-environment happy-dom
import { act, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { indicatorIdSchema } from '#shared/model/ids.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import { App } from '../../../src/renderer/src/app/App.tsx';
import { ExploreMemory } from '../../../src/renderer/src/features/explore/explore-memory.tsx';
import { type ExploreRows, useExploreRows } from '../../../src/renderer/src/features/explore/use-explore-rows.ts';
import type { Results } from '../../../src/renderer/src/features/explore/use-results.ts';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

interface Call {
  readonly id: number;
  readonly method: string;
  readonly input: { readonly offset?: number; readonly selection?: { readonly ids?: readonly number[] } };
}

/** Explore over many rows. @param meddle answers some calls otherwise: undefined leaves one as it is. */
async function open(meddle: (call: Call) => Promise<string | undefined>): Promise<void> {
  window.history.replaceState(null, '', '#/explore');
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 3_000, nowMs: Date.UTC(2026, 10, 21) });
  const call = async (text: string): Promise<string> =>
    (await meddle(JSON.parse(text) as Call)) ?? (await fake.call(text));
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<App transport={{ ...fake, call }} />));
  await until(() => grid() !== null && (document.body.textContent ?? '').includes('3,000 indicators'));
}

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), document.body.textContent ?? '').toBe(true);
}

const grid = (): Element | null => document.querySelector('[role=grid]');
const shownValue = (): string => document.querySelector('.detail-value')?.textContent ?? '';
const press = (target: Element | null, key: string, rest: KeyboardEventInit = {}): Promise<void> =>
  act(async () => {
    target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...rest }));
  });

it('lets keys decide on nothing while the row under the cursor is on its way', async () => {
  const late = Promise.withResolvers<undefined>();
  const decided: unknown[] = [];
  await open(async ({ method, input }) => {
    if (method === 'triage.apply') decided.push(input.selection?.ids?.length);
    return method === 'indicators.search' && (input.offset ?? 0) > 0 ? late.promise : undefined;
  });
  await press(grid(), 'Enter');
  await until(() => shownValue() !== '');
  await press(grid(), 'm');
  expect(decided).toEqual([1]);
  await press(grid(), 'End');
  await press(grid(), 'm');
  expect(decided).toEqual([1]);
  late.resolve(undefined);
});

/** Rows whose ids are 1 and on, but for those that are on their way. */
function resultsOf(total: number, missing: readonly number[]): Results {
  return {
    ...{ query: '', total, isExact: true, isFirstLoad: false, hasRows: true, isStale: false, looksStale: false },
    ...{ isCatchingUp: false, error: null, countError: null },
    row: (index) => (missing.includes(index) ? undefined : ({ id: index + 1 } as IndicatorSummary)),
    indexOf: (id) => (missing.includes(id - 1) ? undefined : id - 1),
    setRange: () => undefined,
    askAhead: () => undefined,
    retry: () => undefined,
  };
}

function Probe(props: { readonly results: Results; readonly onRows: (rows: ExploreRows) => void }): null {
  const rows = useExploreRows(props.results);
  useEffect(() => props.onRows(rows));
  return null;
}

/** The rows by themselves. */
function mountRows(): { readonly rows: () => ExploreRows; readonly show: (results: Results) => void } {
  let latest: ExploreRows | undefined;
  const keep = (rows: ExploreRows): void => {
    latest = rows;
  };
  const made = createRoot(document.createElement('div'));
  root = made;
  const show = (results: Results): void =>
    act(() =>
      made.render(
        <ExploreMemory>
          <Probe results={results} onRows={keep} />
        </ExploreMemory>,
      ),
    );
  return {
    show,
    rows: () => {
      if (latest === undefined) throw new Error('Nothing was drawn yet.');
      return latest;
    },
  };
}

describe('the panel', () => {
  it('shows the row under the cursor as soon as that is there', () => {
    const { rows, show } = mountRows();
    show(resultsOf(10, [9]));
    act(() => rows().openCursor());
    act(() => rows().moveTo(9));
    expect(rows().state).toMatchObject({ cursor: { index: 9, id: undefined }, awaitsRow: true });
    show(resultsOf(10, []));
    expect(rows().state).toMatchObject({ cursor: { index: 9, id: 10 }, trail: [10], awaitsRow: false });
  });

  it.each<readonly [string, (rows: ExploreRows) => void, readonly number[]]>([
    ['was closed', (rows) => rows.closePanel(), []],
    ['shows what was opened from it', (rows) => rows.openRelated(indicatorIdSchema.parse(7)), [1, 7]],
    ['shows a row that was there', (rows) => rows.moveTo(3), [4]],
  ])('waits for no row any more where it %s', (_what, then, trail) => {
    const { rows, show } = mountRows();
    show(resultsOf(10, [9]));
    act(() => rows().openCursor());
    act(() => rows().moveTo(9));
    act(() => then(rows()));
    show(resultsOf(10, []));
    expect(rows().state).toMatchObject({ trail, awaitsRow: false });
  });
});
