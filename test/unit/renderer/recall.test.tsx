// @vitest-environment happy-dom
import { act, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import type { Recalled } from '#shared/text/recall.ts';
import { BridgeProvider } from '../../../src/renderer/src/bridge/BridgeProvider.tsx';
import { useRecall } from '../../../src/renderer/src/bridge/use-recall.ts';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
});

const named = (value: string) => ({ type: 'domain' as const, value });
/** The same lists each time, as a screen has them. */
const lists = new Map(['judged.example', 'new.example'].map((value) => [value, [named(value)]]));

function Probe(props: { readonly value: string; readonly onDrawn: (recalled: Recalled | undefined) => void }): null {
  const recall = useRecall(lists.get(props.value) ?? []);
  useEffect(() => props.onDrawn(recall(named(props.value))));
  return null;
}

it('what is asked next is not told with the answer to what was asked before', async () => {
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 10, nowMs: Date.UTC(2026, 10, 21) });
  const waiting: (() => void)[] = [];
  const call = async (text: string): Promise<string> => {
    const { id, method, input } = JSON.parse(text) as { id: number; method: string; input: { indicators: unknown[] } };
    if (method !== 'indicators.recall') return fake.call(text);
    await new Promise<void>((answer) => waiting.push(answer));
    const isJudged = JSON.stringify(input).includes('judged');
    return JSON.stringify({ id, ok: true, value: [isJudged ? { cases: ['CASE-0001'], verdict: 'benign' } : null] });
  };
  const drawn: (Recalled | undefined)[] = [];
  const keep = (recalled: Recalled | undefined): void => {
    drawn.push(recalled);
  };
  const made = createRoot(document.createElement('div'));
  root = made;
  const show = (value: string): void =>
    act(() =>
      made.render(
        <BridgeProvider transport={{ ...fake, call }}>
          <Probe value={value} onDrawn={keep} />
        </BridgeProvider>,
      ),
    );
  const settle = async (isDone: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 200 && !isDone(); turn += 1)
      await act(async () => await new Promise((done) => setTimeout(done, 5)));
    expect(isDone()).toBe(true);
  };
  show('judged.example');
  await settle(() => waiting.length === 1);
  waiting[0]?.();
  await settle(() => drawn.at(-1)?.verdict === 'benign');

  const before = drawn.length;
  show('new.example');
  await settle(() => waiting.length === 2);
  waiting[1]?.();
  await act(async () => await new Promise((done) => setTimeout(done, 20)));
  expect(drawn.length).toBeGreaterThan(before);
  expect(drawn.slice(before).filter((recalled) => recalled !== undefined)).toEqual([]);
});
