// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { EditableText } from '../../../src/renderer/src/components/EditableText.tsx';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

/** @param onSave whether it is stored. */
function open(onSave: (text: string) => Promise<boolean>): void {
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  act(() => made.render(<EditableText label="Summary" text="before" multiline onSave={onSave} />));
}

const field = (): HTMLTextAreaElement | null => document.querySelector('textarea');
const edit = (): Promise<void> => act(async () => document.querySelector('button')?.click());
const write = (text: string): Promise<void> =>
  act(async () => {
    // React listens to the prototype's setter.
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field(), text);
    field()?.dispatchEvent(new Event('input', { bubbles: true }));
  });
const press = (key: string, rest: KeyboardEventInit = {}): Promise<void> =>
  act(async () => {
    field()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...rest }));
  });

it('has what could not be stored in the field again', async () => {
  const answers = [false, true];
  const saved: string[] = [];
  open(async (text) => {
    saved.push(text);
    return answers.shift() ?? true;
  });
  await edit();
  await write('A long summary.');
  await press('Enter', { ctrlKey: true });
  expect(field()?.value).toBe('A long summary.');
  await press('Enter', { ctrlKey: true });
  expect(field()).toBeNull();
  expect(saved).toEqual(['A long summary.', 'A long summary.']);
});

it('overwrites nothing that is being written meanwhile', async () => {
  const stored = Promise.withResolvers<boolean>();
  open(() => stored.promise);
  await edit();
  await write('First.');
  await press('Enter', { ctrlKey: true });
  await edit();
  await write('Second.');
  await act(async () => stored.resolve(false));
  expect(field()?.value).toBe('Second.');
});

it.each(['before', '  before ', '', '  '])('stores nothing where it is as it was, or empty: %j', async (text) => {
  const saved: string[] = [];
  open(async (next) => saved.push(next) > 0);
  await edit();
  await write(text);
  await press('Enter', { ctrlKey: true });
  expect(saved).toEqual([]);
  expect(field()).toBeNull();
});
