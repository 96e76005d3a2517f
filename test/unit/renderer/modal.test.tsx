// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { Modal } from '../../../src/renderer/src/components/Modal.tsx';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
});

it('closes by Escape though the focus was lost to the page, the topmost only', () => {
  const closed: string[] = [];
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() =>
    made.render(
      <>
        <Modal title="Below" onClose={() => closed.push('below')}>
          <p>Text</p>
        </Modal>
        <Modal title="Above" onClose={() => closed.push('above')}>
          <p>Text</p>
        </Modal>
      </>,
    ),
  );
  // As when the button that was pressed is disabled while it works.
  act(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  expect(document.activeElement).toBe(document.body);
  const press = (key: string): void => {
    act(() => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    });
  };
  press('a');
  expect(closed).toEqual([]);
  press('Escape');
  expect(closed).toEqual(['above']);
});
