// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { type FixedRows, useFixedRows } from '../../../src/renderer/src/components/use-fixed-rows.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

const rowHeight = 28;
const count = 1_000;
/** Ten rows and the head. */
const roomPx = 11 * rowHeight;
/** Borders around head and rows, which are in no height. */
const linesPx = 2;
const lastTopPx = (count + 1) * rowHeight + linesPx - roomPx;

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

function List(props: { readonly onRows: (rows: FixedRows) => void }): null {
  props.onRows(useFixedRows({ count, rowHeight, overscan: 6 }));
  return null;
}

/** A box as a browser lays it out: it scrolls no further than to its end, and tells of it with the next frame only. */
function open() {
  let topPx = 0;
  let rows: FixedRows | undefined;
  const box = document.createElement('div');
  Object.defineProperty(box, 'clientHeight', { value: roomPx });
  Object.defineProperty(box, 'scrollTop', {
    get: () => topPx,
    set: (asked: number) => {
      topPx = Math.max(0, Math.min(asked, lastTopPx));
    },
  });
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<List onRows={(now) => (rows = now)} />));
  act(() => rows?.attach(box) as undefined);
  return {
    reveal: (index: number) => rows?.reveal(index),
    topPx: () => topPx,
    shown: () => rows?.shown ?? [],
    nextFrame: () => act(() => box.dispatchEvent(new Event('scroll'))),
  };
}

it.each([
  ['before it was measured', false],
  ['afterwards', true],
])('a list goes to its end and back within one frame, %s', (_when, isMeasured) => {
  const list = open();
  if (isMeasured) list.nextFrame();
  list.reveal(count - 1);
  expect(list.topPx()).toBe(lastTopPx);
  list.reveal(0);
  expect(list.topPx()).toBe(0);
  list.reveal(count - 1);
  list.nextFrame();
  expect(list.topPx()).toBe(lastTopPx);
  expect(list.shown().at(-1)).toBe(count - 1);
});

it('a list scrolls on from where it was told to go within the same frame', () => {
  const list = open();
  list.nextFrame();
  list.reveal(100);
  list.reveal(95);
  expect(list.topPx()).toBe(91 * rowHeight);
  list.reveal(80);
  expect(list.topPx()).toBe(80 * rowHeight);
});
