import type { KeyboardEvent } from 'react';
import type { stepWritten } from '../text/time.ts';

/** Arrow keys in a field of days or moments move the part that the caret stands in, and mark it. */
export function stepByKey(
  event: KeyboardEvent<HTMLInputElement>,
  step: typeof stepWritten,
  onChange: (text: string) => void,
): void {
  const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
  const field = event.currentTarget;
  const moved = by === 0 ? null : step(field.value, field.selectionStart ?? 0, by);
  if (moved === null) return;
  event.preventDefault();
  onChange(moved.text);
  // The new text is there after the next drawing only.
  requestAnimationFrame(() => field.setSelectionRange(moved.start, moved.end));
}
