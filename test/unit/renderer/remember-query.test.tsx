// @vitest-environment happy-dom
import { act, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, it, vi } from 'vitest';
import { BridgeProvider } from '../../../src/renderer/src/bridge/BridgeProvider.tsx';
import { useRememberQuery } from '../../../src/renderer/src/bridge/use-searches.ts';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
afterEach(() => void vi.useRealTimers());

function Probe(props: { readonly onDrawn: (remember: (query: string) => void) => void }): null {
  const remember = useRememberQuery();
  useEffect(() => props.onDrawn(remember));
  return null;
}

it('tells of a query as soon as it is asked: what waits in the window is lost when that is closed', async () => {
  // No timer runs out.
  vi.useFakeTimers();
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 1, nowMs: 0 });
  const sent: string[] = [];
  const call = (text: string): Promise<string> => {
    sent.push(text);
    return fake.call(text);
  };
  const root = createRoot(document.createElement('div'));
  let remember: (query: string) => void = () => undefined;
  act(() =>
    root.render(
      <BridgeProvider transport={{ ...fake, call }}>
        <Probe onDrawn={(drawn) => (remember = drawn)} />
      </BridgeProvider>,
    ),
  );
  await act(async () => remember('tag:c2'));
  expect(sent.filter((text) => text.includes('searches.remember'))).toEqual([expect.stringContaining('tag:c2')]);
  act(() => root.unmount());
});
