import type { Command } from 'commander';
import { listHelp } from '#main/domain/query/help.ts';
import { type CliContext, print } from '../context.ts';

/** `help query`: how a query is written, made of the grammar. */
export function addQueryTopic(program: Command, context: CliContext): void {
  program
    .command('query')
    .description('how a query is written')
    .addHelpText('after', () => `\n${describeLanguage()}`)
    .action(() => print(context, describeLanguage()));
}

/** Examples in one column, what they mean in the next. */
function describeLanguage(): string {
  const sections = listHelp();
  const width = Math.max(...sections.flatMap(({ entries }) => entries.map(({ example }) => example.length)));
  return sections
    .map(({ title, entries }) =>
      [title, ...entries.map(({ example, meaning }) => `  ${example.padEnd(width)}  ${meaning}`), ''].join('\n'),
    )
    .join('\n');
}
