import { type CliContext, remark } from '../context.ts';

/** Longer corrected queries, such as lists, are not repeated in the terminal. */
const shownLength = 300;

/** Tells on standard error what is remarkable about a query; the result and the exit status stay what they are. */
export async function remarkHints(context: CliContext, query: string): Promise<void> {
  const { services } = await context.app();
  for (const hint of await services.search.hints(query)) {
    const meant = hint.query === null || hint.query.length > shownLength ? [] : [`  ${hint.query}`];
    remark(context, hint.message, ...meant);
  }
}
