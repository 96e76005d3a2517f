/**
 * Selects all that a double-clicked cell says, so that Ctrl+C copies the value: a browser would take a word of it, and the
 * words of a host name are its labels.
 */
export function selectCellText(event: { readonly target: EventTarget }): void {
  const cell = event.target instanceof Element ? event.target.closest('td') : null;
  if (cell !== null) getSelection()?.selectAllChildren(cell.querySelector('.hostile-text') ?? cell);
}
