import type { Command } from 'commander';
import type { Selection } from '#main/services/search-service.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readInput } from '#shared/errors/read-input.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import { type TagCount, tagNameSchema, tagsAtOnce } from '#shared/model/tag.ts';
import { keyOfTag } from '#shared/text/tag-name.ts';
import { confirm } from '../confirm.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { remarkHints } from '../output/hints.ts';
import { type Column, formatTable } from '../output/table.ts';
import { readSelection } from '../selection.ts';
import { collect } from './collect.ts';

interface TagOptions {
  readonly tag: readonly string[];
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

type Direction = 'add' | 'remove';

/** From here on somebody has to agree: a query of one word may find half of the cache. */
const confirmFrom = 100;

/** `tag …`. */
export function addTagCommands(program: Command, context: CliContext): void {
  const tag = program.command('tag').description("the analyst's own tags, which no sync changes");
  addDirection(tag, context, 'add', 'put own tags on every match');
  addDirection(tag, context, 'remove', "take own tags off every match; what vendors' records say stays");
  tag
    .command('list')
    .description('own tags in use, and on how many indicators')
    .option('--json', 'one JSON object per line')
    .action(async ({ json }: { readonly json?: true }) => {
      const known = await (await context.app()).services.tags.known();
      if (json !== true) return print(context, formatTable(columns, known, widthOf(context.stdout)));
      for (const { name, count } of known) await printJson(context, { tag: name, count });
    });
}

const columns: readonly Column<TagCount>[] = [
  { title: 'TAG', cell: ({ name }) => name, shrinkTo: 12 },
  { title: 'INDICATORS', cell: ({ count }) => count, align: 'right' },
];

function addDirection(tag: Command, context: CliContext, direction: Direction, description: string): void {
  tag
    .command(`${direction} <query-or-value...>`)
    .description(description)
    .option('--tag <name>', 'a tag; may be given several times', collect, [])
    .option('--dry-run', 'count what would change, and change nothing')
    .option('--yes', `without asking, where ${confirmFrom} indicators or more are meant`)
    .option('--json', 'print {"changed":N}; with --dry-run {"matched":N,"tags":{"<tag>":N}}')
    .action((texts: readonly string[], options: TagOptions) => run(context, { texts, direction, options }));
}

interface Wish {
  readonly texts: readonly string[];
  readonly direction: Direction;
  readonly options: TagOptions;
}

async function run(context: CliContext, { texts, direction, options }: Wish): Promise<void> {
  const names = readNames(options.tag);
  const { tags } = (await context.app()).services;
  const selection = await readSelections(context, texts);
  const { total, tags: standing } = await tags.count(selection);
  if (total === 0) throw new AppError('state.notFound', 'Nothing matched, so nothing was changed.');
  if (options.dryRun === true) return tell(context, { total, standing, names, direction, options });
  await requireYes(context, total, options);
  const isAdded = direction === 'add';
  const { changed } = await tags.change({ selection, add: isAdded ? names : [], remove: isAdded ? [] : names });
  if (options.json === true) await printJson(context, { changed });
  remark(context, `${countOf(changed)} changed${tellRest(total - changed, names.length, direction)}.`);
}

function tellRest(rest: number, names: number, direction: Direction): string {
  if (rest === 0) return '';
  const what = names === 1 ? 'it' : 'them';
  return `; ${rest.toLocaleString('en-US')} ${direction === 'add' ? `had ${what} already` : `did not have ${what}`}`;
}

/** @throws AppError `input.invalid`. */
function readNames(texts: readonly string[]): readonly string[] {
  if (texts.length === 0) throw new AppError('input.invalid', 'Name a tag with --tag.');
  if (texts.length > tagsAtOnce)
    throw new AppError('input.invalid', `At most ${tagsAtOnce} tags can be named at once.`);
  return texts.map((text) => readInput(tagNameSchema, text, 'A tag'));
}

/** Several names and queries mean all that any of them means. */
async function readSelections(context: CliContext, texts: readonly string[]): Promise<Selection> {
  const { search } = (await context.app()).services;
  const ids = new Set<IndicatorId>();
  for (const text of texts) {
    const selection = await readSelection(context, text);
    if ('query' in selection) await remarkHints(context, selection.query);
    for (const id of await search.resolve(selection)) ids.add(id);
  }
  return { ids: [...ids] };
}

/** Without a terminal nobody can be asked. */
async function requireYes(context: CliContext, total: number, { yes }: TagOptions): Promise<void> {
  if (yes === true || total < confirmFrom) return;
  if (context.stdin.isTTY !== true) {
    throw new AppError('input.invalid', `${countOf(total)} are meant; nothing was changed.`, {
      suggestion: 'Change them with --yes; --dry-run tells what would change.',
    });
  }
  if (!(await confirm(context, `Change the tags of ${countOf(total)}?`))) {
    throw new AppError('internal.cancelled', 'Nothing was changed.');
  }
}

interface Preview extends Omit<Wish, 'texts'> {
  readonly total: number;
  readonly standing: readonly TagCount[];
  readonly names: readonly string[];
}

/** What would change, tag by tag. */
async function tell(context: CliContext, { total, standing, names, direction, options }: Preview): Promise<void> {
  const counts = names.map((name): readonly [string, number] => {
    const having = standing.find((one) => keyOfTag(one.name) === keyOfTag(name))?.count ?? 0;
    return [name, direction === 'add' ? total - having : having];
  });
  if (options.json === true) return printJson(context, { matched: total, tags: Object.fromEntries(counts) });
  const verb = direction === 'add' ? 'would get' : 'would lose';
  remark(context, `${countOf(total)} matched.`, ...counts.map(([name, count]) => `${countOf(count)} ${verb} ${name}.`));
}

const countOf = (count: number): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? 'indicator' : 'indicators'}`;
