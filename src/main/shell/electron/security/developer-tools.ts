import type { WebContents } from 'electron';

/** The window's options forbid the tools already; this holds should another way to open them be found. */
export function keepToolsClosed(contents: WebContents): void {
  contents.on('devtools-opened', () => {
    contents.closeDevTools();
  });
}
