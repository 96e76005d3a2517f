// @vitest-environment happy-dom
import { act, type ReactElement, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import { NoticeCentre } from '../../../src/renderer/src/app/NoticeCentre.tsx';
import { NoticesProvider, useNotices } from '../../../src/renderer/src/app/notices.tsx';
import { ErrorNote } from '../../../src/renderer/src/components/ErrorNote.tsx';
import { errorTitle, errorTrace } from '../../../src/renderer/src/components/error-text.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

function show(element: ReactElement): void {
  const box = document.createElement('div');
  document.body.append(box);
  const made = createRoot(box);
  root = made;
  act(() => made.render(element));
}

const full = new AppError('storage.full', 'The disk is full.', { reference: 'a1b2c3d4e5' });
const copied = 'storage.full, in the log as a1b2c3d4e5';
const shown = 'storage.fullin the log: a1b2c3d4e5';

function Failing(): null {
  const notices = useNotices();
  useEffect(() => notices.failed(full), [notices]);
  return null;
}

describe('code and reference of an error', () => {
  it('stand in its note, and can be copied', async () => {
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    show(<ErrorNote error={full} />);
    expect(document.querySelector('.error-note .error-trace')?.textContent).toBe(shown);
    const copy = document.querySelector<HTMLButtonElement>('button[aria-label="Copy code and reference"]');
    await act(async () => copy?.click());
    expect(writeText).toHaveBeenCalledExactlyOnceWith(copied);
    writeText.mockRestore();
  });

  it('stand in the message that passes by, and in what is kept of it', async () => {
    show(
      <NoticesProvider>
        <Failing />
        <NoticeCentre onClose={() => undefined} />
      </NoticesProvider>,
    );
    await vi.waitFor(() => expect(document.querySelector('.bp6-toast .error-trace')?.textContent).toBe(shown));
    expect(document.querySelector('.past-notice .error-trace')?.textContent).toBe(shown);
  });

  it('are the code alone where nothing was logged, and nothing for what was stopped or never sent', () => {
    expect(errorTitle(new AppError('input.invalid', 'No.'))).toBe('No.\ninput.invalid');
    expect(errorTrace(new AppError('internal.cancelled', 'Stopped.', { reference: 'a1' }))).toBeUndefined();
    expect(errorTrace(new TypeError('x'))).toBeUndefined();
    show(<ErrorNote error={new TypeError('x')} />);
    expect(document.querySelector('.error-trace')).toBeNull();
  });
});
