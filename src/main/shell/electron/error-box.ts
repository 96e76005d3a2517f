import type { Dialog } from 'electron';
import { explainError } from '../report-error.ts';

/** Shows a box with what may be said of an error, and waits for it to be closed. */
export function showErrorBox(
  dialog: Pick<Dialog, 'showErrorBox'>,
  title: string,
  { error, reference }: { readonly error?: unknown; readonly reference: string | undefined },
): void {
  const { message, advice } = explainError(error, reference);
  dialog.showErrorBox(title, advice === undefined ? message : `${message}\n\n${advice}`);
}
