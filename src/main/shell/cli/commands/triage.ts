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
  readonly push?: true;
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
    .option('--push', 'queue the decisions for Datadog, where it shows the indicators')
    .option('--json', 'print {"changed":N}')
    .action(async (text: string, { state, verdict, note, push, json }: TriageOptions) => {
      const { services } = await context.app();
      const selection = await readSelection(context, text);
      const { changed } = await services.triage.apply({ selection, state, verdict, note });
      if ('query' in selection) await remarkHints(context, selection.query);
      if (changed === 0) throw new AppError('state.notFound', 'Nothing matched, so nothing was changed.');
      const queued = push === true ? await services.outbox.queueTriage(selection) : null;
      if (json === true) await printJson(context, queued === null ? { changed } : { changed, queued });
      remark(context, `${changed} ${changed === 1 ? 'indicator' : 'indicators'} triaged.`);
      if (queued !== null) remark(context, `${queued} queued for Datadog; send them with: sightline outbox send --all`);
    });
}
