/** The analyst's own report templates. */
export interface TemplateFolder {
  /** Where they lie, to be shown. */
  readonly path: string;
  /** Their names, in alphabetical order; none when there is no folder. */
  list(): Promise<readonly string[]>;
  /** @throws AppError `state.notFound` naming the ones there are, `input.tooLarge`. */
  read(name: string): Promise<string>;
}
