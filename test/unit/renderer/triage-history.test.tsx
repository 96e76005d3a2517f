// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import type { TriageEntry } from '#shared/model/indicator.ts';
import { TriageHistory } from '../../../src/renderer/src/features/explore/TriageHistory.tsx';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

const entry = (note: string, atMs: number): TriageEntry => ({
  ...{ state: 'new', verdict: 'unknown', by: 'somebody', origin: 'local' },
  ...{ note, atMs },
});

it('has what stands first, whatever the clocks said', () => {
  // As the cache tells them: in the order in which they were heard of.
  const entries = [entry('first', 2_000), entry('heard of later', 1_000), entry('at the same time', 1_000)];
  const box = document.createElement('div');
  const root = createRoot(box);
  act(() => root.render(<TriageHistory entries={entries} />));
  const notes = [...box.querySelectorAll('.triage-text')].map((one) => one.textContent);
  expect(notes).toEqual(['at the same time', 'heard of later', 'first']);
  act(() => root.unmount());
});
