import type { Command } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import { displayValue, type IndicatorDetail, type Observation } from '#shared/model/indicator.ts';
import type { VendorCard } from '#shared/model/vendor-detail.ts';
import {
  publicIndicator,
  publicOwnTag,
  publicRelation,
  publicTagEntry,
  publicTriageEntry,
  shownObservation,
} from '#shared/public-json/indicator.ts';
import { publicVendorCard } from '#shared/public-json/vendor-card.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { recallWords } from '#shared/text/recall.ts';
import { type CliContext, print } from '../context.ts';
import { quietJson } from '../output/json-text.ts';
import { formatMinute } from '../output/moments.ts';
import { describeVendorCard } from '../output/vendor-card.ts';

/** `show`. */
export function addShowCommand(program: Command, context: CliContext): void {
  program
    .command('show <value>')
    .description('one indicator with everything known about it; the value may be defanged')
    .option('--json', 'one JSON object, raw records included')
    .action(async (value: string, options: { readonly json?: true }) => {
      const { services } = await context.app();
      const detail = await services.search.detailOfText(value);
      if (detail === null) throw new AppError('state.notFound', 'The cache does not hold this indicator.');
      await print(
        context,
        options.json === true ? quietJson(await describeJson(context, detail)) : await writeText(context, detail),
      );
    });
}

/** Raw records go in as the vendor's own text, so that not a digit of a large number changes. */
async function describeJson(context: CliContext, detail: IndicatorDetail): Promise<string> {
  const { services } = await context.app();
  const observations = await Promise.all(
    detail.observationList.map(async (observation) => {
      // Line breaks can only stand between tokens of JSON text: as blanks they keep the object on one line.
      const raw = (await services.search.raw(observation.id)).replaceAll(/[\r\n]+/g, ' ');
      return `${JSON.stringify(shownObservation(observation)).slice(0, -1)},"raw":${raw}}`;
    }),
  );
  const rest = {
    lists: await listTitles(context, detail),
    vendorDetails: (await listAnswers(context, detail)).map(publicVendorCard),
    relations: detail.relations.map(publicRelation),
    triageHistory: detail.triageHistory.map(publicTriageEntry),
    ownTags: detail.ownTags.map(publicOwnTag),
    tagHistory: detail.tagHistory.map(publicTagEntry),
  };
  const head = JSON.stringify(publicIndicator(detail)).slice(0, -1);
  return `${head},"observationList":[${observations.join(',')}],${JSON.stringify(rest).slice(1)}\n`;
}

/** What vendors said when they were asked about this one. */
async function listAnswers(context: CliContext, { id }: IndicatorDetail): Promise<readonly VendorCard[]> {
  const { services } = await context.app();
  return (await services.details.cards(id)).filter(({ fetchedAtMs }) => fetchedAtMs !== null);
}

/** The lists of harmless values that it stands on. */
async function listTitles(context: CliContext, { type, value }: IndicatorDetail): Promise<readonly string[]> {
  const { services } = await context.app();
  return (await services.lists.match([{ type, value }]))[0] ?? [];
}

async function writeText(context: CliContext, detail: IndicatorDetail): Promise<string> {
  const answers = await listAnswers(context, detail);
  const lines = [
    `${detail.type}  ${displayValue(detail)}`,
    fact('score', detail.score === null ? 'none' : `${detail.score} (${detail.severity})`),
    fact('seen', `${formatMinute(detail.firstSeenMs)} to ${formatMinute(detail.lastSeenMs)} UTC`),
    fact('triage', `${detail.state}, ${detail.verdict}`),
    fact('flags', detail.flags.join(', ')),
    fact('listed on', (await listTitles(context, detail)).join('; ')),
    fact('tags', detail.tags.join(', ')),
    fact('own tags', detail.ownTags.map(({ name }) => name).join(', ')),
    fact('cases', detail.cases.join(', ')),
    fact('recall', recallWords(detail) ?? ''),
    '',
    ...detail.observationList.flatMap(describeObservation),
    ...answers.flatMap(describeVendorCard),
    ...section(
      'relations',
      detail.relations.map(({ kind, type, value }) => `${kind}  ${type}  ${value}`),
    ),
    ...section(
      'triage history',
      detail.triageHistory.map(
        ({ atMs, by, state, verdict, note, origin }) =>
          `${formatMinute(atMs)}  ${state}, ${verdict}  by ${by} (${origin})${note === null ? '' : `  ${note}`}`,
      ),
    ),
    ...section(
      'history of own tags',
      detail.tagHistory.map(
        ({ atMs, by, name, change }) => `${formatMinute(atMs)}  ${change === 'added' ? '+' : '-'} ${name}  by ${by}`,
      ),
    ),
  ];
  return `${lines
    .filter((line) => line !== undefined)
    .map(revealHidden)
    .join('\n')
    .trimEnd()}\n`;
}

function describeObservation(observation: Observation): readonly (string | undefined)[] {
  const { vendorScore, score, severity, action, sources, tags, rule, goneAtMs, expiresAtMs } = observation;
  return [
    `${observation.connection} (${observation.vendor} ${observation.stream}), fetched ${formatMinute(observation.fetchedAtMs)} UTC`,
    fact('vendor key', observation.vendorKey),
    fact('score', score === null ? '' : `${score}, in the vendor's terms ${vendorScore ?? severity ?? score}`),
    fact('action', action ?? ''),
    fact('rule', rule ?? ''),
    fact('sources', sources.map(({ name, intent }) => `${name} (${intent})`).join(', ')),
    fact('tags', tags.join(', ')),
    fact('seen', `${formatMinute(observation.firstSeenMs)} to ${formatMinute(observation.lastSeenMs)} UTC`),
    fact('expires', formatMinute(expiresAtMs)),
    fact('gone since', formatMinute(goneAtMs)),
    '',
  ];
}

function fact(name: string, value: string): string | undefined {
  return value === '' ? undefined : `  ${name.padEnd(12)} ${value}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}
