/** A page of ours that goes on paper. */
export interface PrintablePage {
  /** Self-contained: what it asks for beside itself is refused. Sizes and margins are in its style sheet. */
  readonly html: AsyncIterable<string>;
  /** Markup for the top and the bottom of each page; `pageNumber` and `totalPages` are classes of spans that are filled. */
  readonly header: string;
  readonly footer: string;
}

/** Turns a page into a PDF, by a browser without scripts and without network. */
export interface PagePrinter {
  /** @throws AppError `state.notFound` naming what to install, when there is no browser. */
  check(): Promise<void>;
  /** @throws AppError as `check`, `input.tooLarge` for a page beyond what a browser sets, `export.cancelled`. */
  print(page: PrintablePage, signal?: AbortSignal): Promise<Uint8Array>;
}
