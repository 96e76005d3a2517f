import type { Dialog } from 'electron';
import { explainError } from '../report-error.ts';

/** Shows a box with what may be said of an error, and waits for it to be closed. */
export function showErrorBox(
  dialog: Pick<Dialog, 'showErrorBox'>,
  title: string,
  { error, reference }: { readonly error?: unknown; readonly reference: string | null | undefined },
): void {
  const parts = explainError(error, reference);
  const lines = [parts.message, parts.advice, parts.trace].filter((line) => line !== undefined);
  dialog.showErrorBox(title, lines.join('\n\n'));
}
