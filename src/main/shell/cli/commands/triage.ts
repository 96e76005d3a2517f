import { type Command, Option } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import { type TriageState, triageStates, type Verdict, verdicts } from '#shared/model/vocabulary.ts';
import { type CliContext, printJson, remark } from '../context.ts';
import { remarkHints } from '../output/hints.ts';
import { readSelection } from '../selection.ts';

interface TriageOptions {
  readonly state?: TriageState;
  readonly verdict?: Verdict;
  readonly note?: string;
  readonly json?: true;
}

/** `triage`. */
export function addTriageCommand(program: Command, context: CliContext): void {
  program
    .command('triage <query-or-value>')
    .description('append a triage entry to every match')
    .addOption(new Option('--state <state>', 'the new state').choices(triageStates))
    .addOption(new Option('--verdict <verdict>', 'the new verdict').choices(verdicts))
    .option('--note <text>', 'why')
    .option('--json', 'print {"changed":N}')
    .action(async (text: string, { state, verdict, note, json }: TriageOptions) => {
      const { services } = await context.app();
      const selection = await readSelection(context, text);
      const { changed } = await services.triage.apply({ selection, state, verdict, note });
      if ('query' in selection) await remarkHints(context, selection.query);
      if (changed === 0) throw new AppError('state.notFound', 'Nothing matched, so nothing was changed.');
      if (json === true) await printJson(context, { changed });
      remark(context, `${changed} ${changed === 1 ? 'indicator' : 'indicators'} triaged.`);
    });
}
