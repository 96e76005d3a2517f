/** Turns a page of ours into a PDF, by a browser without scripts and without network. */
export interface PagePrinter {
  /** @throws AppError `state.notFound` naming what to install, when there is no browser. */
  check(): Promise<void>;
  /**
   * @param page self-contained HTML: what it asks for beside itself is refused. Sizes, margins and running heads are in its style
   * sheet.
   * @throws AppError as `check`, `input.tooLarge` for a page beyond what a browser sets, `export.cancelled`.
   */
  print(page: AsyncIterable<string>, signal?: AbortSignal): Promise<Uint8Array>;
}
