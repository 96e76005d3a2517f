import { displayValue } from '#shared/model/indicator.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { defang, defangText } from '#shared/text/defang.ts';
import type { ExportOptions } from '../exporter.ts';
import { formatMoment } from '../moment.ts';
import type { ReportCase, ReportIndicator, ReportModel } from '../report-model.ts';
import { type Block, type Cell, type Fact, foreign, type Inline, type ReportDocument, words } from './document.ts';
import { describeTlp, describeType, describeWord } from './words.ts';

/** Turns the report model into the document that people read; pure. */
export function buildDocument(model: ReportModel, options: ExportOptions): ReportDocument {
  const write = createWriter(options);
  const { case: report } = model;
  return {
    title:
      report === null
        ? [words('Indicators: '), model.query === '' ? words('everything in the cache') : foreign(model.query ?? '')]
        : [words(`${report.number} `), write.text(report.title)],
    tlp: model.tlp,
    imprint: `${model.tool} · state of the data ${formatMoment(model.dataStateAtMs) ?? 'unknown'}`,
    blocks: listBlocks(model, write),
  };
}

/** How foreign text and values are written for these options. */
interface Writer {
  text(text: string): Inline;
  value(type: IndicatorType, value: string): Inline;
}

function createWriter({ defang: isDefanged }: ExportOptions): Writer {
  return {
    text: (text) => foreign(isDefanged ? defangText(text) : text),
    value: (type, value) => ({ kind: 'value', text: isDefanged ? defang(type, value) : value }),
  };
}

async function* listBlocks(model: ReportModel, write: Writer): AsyncIterable<Block> {
  if (model.case !== null) yield* caseBlocks(model.case, model, write);
  else yield { kind: 'facts', rows: listFacts(model) };
  yield* indicatorBlocks(model, write);
  yield* relationBlocks(model, write);
  if (model.case !== null) yield* historyBlocks(model.case, model, write);
  yield* sourceBlocks(model, write);
}

function* caseBlocks(report: ReportCase, model: ReportModel, write: Writer): Iterable<Block> {
  yield { kind: 'heading', level: 2, text: [words('Summary')] };
  yield {
    kind: 'paragraph',
    text: [report.summary === null ? words('No summary has been written.') : write.text(report.summary)],
  };
  yield { kind: 'heading', level: 2, text: [words('Key facts')] };
  yield {
    kind: 'facts',
    rows: [
      { label: 'Status', value: [words(describeWord(report.status))] },
      ...(report.verdict === null ? [] : [{ label: 'Verdict', value: [words(describeWord(report.verdict))] }]),
      { label: 'Severity', value: [words(describeWord(report.severity))] },
      { label: 'Assignee', value: [report.assignee === null ? words('nobody') : write.text(report.assignee)] },
      { label: 'Opened', value: [words(formatMoment(report.createdAtMs) ?? 'unknown')] },
      { label: 'Last change', value: [words(formatMoment(report.updatedAtMs) ?? 'unknown')] },
      { label: 'Handling', value: [words(`${describeTlp(model.tlp)}, PAP:${report.pap.toUpperCase()}`)] },
      ...listFacts(model),
      { label: 'Case id', value: [words(report.uuid)] },
    ],
  };
  if (report.tasks.length === 0) return;
  yield { kind: 'heading', level: 2, text: [words('Tasks')] };
  yield {
    kind: 'list',
    items: report.tasks.map((task) => [words(task.done ? 'Done: ' : 'Open: '), write.text(task.text)]),
  };
}

function listFacts(model: ReportModel): readonly Fact[] {
  const { total, harmless } = model.counts;
  return [
    { label: 'Indicators', value: [words(String(total))] },
    ...(harmless === 0 ? [] : [{ label: 'Of these harmless', value: [words(`${harmless}, marked in the tables`)] }]),
    ...(model.tlpRaised
      ? [{ label: 'Mark raised', value: [words('something inside is marked higher than the case')] }]
      : []),
  ];
}

const indicatorColumns = ['Value', 'Severity', 'Score of', 'Verdict', 'First seen', 'Last seen', 'Vendors', 'Remarks'];

async function* indicatorBlocks(model: ReportModel, write: Writer): AsyncIterable<Block> {
  yield { kind: 'heading', level: 2, text: [words('Indicators')] };
  if (model.counts.total === 0) yield { kind: 'paragraph', text: [words('No indicator is in this case.')] };
  // One reading for all the tables: indicators come type by type.
  const members = model.indicators()[Symbol.asyncIterator]();
  try {
    for (const [type, count] of model.counts.byType) {
      yield { kind: 'heading', level: 3, text: [words(`${describeType(type)} (${count})`)] };
      yield {
        kind: 'table',
        about: 'indicators',
        columns: indicatorColumns,
        rows: mapLazily(takeNext(members, count), (member) => indicatorRow(member, write)),
      };
    }
  } finally {
    await members.return?.();
  }
}

function indicatorRow(member: ReportIndicator, write: Writer): readonly Cell[] {
  const { indicator } = member;
  return [
    [write.value(indicator.type, displayValue(indicator))],
    [
      words(
        indicator.score === null
          ? describeWord(indicator.severity)
          : `${describeWord(indicator.severity)} ${indicator.score}`,
      ),
    ],
    scoreOwners(member, write),
    [words(describeWord(indicator.verdict))],
    [words(formatMoment(indicator.firstSeenMs) ?? '')],
    [words(formatMoment(indicator.lastSeenMs) ?? '')],
    [words(indicator.vendors.join(', '))],
    remarks(member, write),
  ];
}

/** Whose score the indicator's score is: every live record that gives exactly it. */
function scoreOwners({ indicator, observations }: ReportIndicator, write: Writer): Cell {
  const owners = observations.filter(({ score }) => score !== null && score === indicator.score);
  const names = [
    ...new Set(
      owners.map(({ connection, vendorScore }) => `${connection}${vendorScore === null ? '' : `: ${vendorScore}`}`),
    ),
  ];
  return names.length === 0 ? [] : [write.text(names.join(', '))];
}

const flagWords = {
  expired: 'expired',
  gone: 'gone at the vendor',
  listed: 'on a list of harmless values',
  conflicting: 'vendors disagree',
  derived: 'no record of its own',
} as const;

function remarks({ indicator, comment, role }: ReportIndicator, write: Writer): Cell {
  const judged = indicator.verdict === 'benign' ? ['judged benign'] : [];
  const facts = [...judged, ...indicator.flags.map((flag) => flagWords[flag])];
  const parts: readonly (readonly Inline[])[] = [
    ...(facts.length === 0 ? [] : [[words(facts.join(', '))]]),
    ...(role === null ? [] : [[words('role: '), write.text(role)]]),
    ...(comment === null ? [] : [[write.text(comment)]]),
  ];
  return parts.flatMap((part, index) => (index === 0 ? part : [words('; '), ...part]));
}

const relationWords = {
  same_file: 'is the same file as',
  seen_in_sample: 'was seen in the sample',
  stream_endpoint: 'is joined by the stream with',
  parent_domain: 'lies below',
} as const;

async function* relationBlocks(model: ReportModel, write: Writer): AsyncIterable<Block> {
  const rows = relationRows(model, write)[Symbol.asyncIterator]();
  const first = await rows.next();
  if (first.done === true) return;
  yield { kind: 'heading', level: 2, text: [words('Relations')] };
  yield {
    kind: 'table',
    about: 'relations',
    columns: ['Indicator', 'Relation', 'Other'],
    rows: continueWith(first.value, rows),
  };
}

async function* relationRows(model: ReportModel, write: Writer): AsyncIterable<readonly Cell[]> {
  for await (const { indicator, relations } of model.indicators()) {
    for (const { kind, type, value } of relations) {
      yield [
        [write.value(indicator.type, displayValue(indicator))],
        [words(relationWords[kind])],
        [write.value(type, value)],
      ];
    }
  }
}

async function* historyBlocks(report: ReportCase, model: ReportModel, write: Writer): AsyncIterable<Block> {
  yield { kind: 'heading', level: 2, text: [words('Timeline')] };
  yield {
    kind: 'table',
    about: 'timeline',
    columns: ['When', 'What'],
    rows: mapLazily(model.timeline(), ({ atMs, text }) => [[words(formatMoment(atMs) ?? '')], [write.text(text)]]),
  };
  if (report.noteCount === 0) return;
  yield { kind: 'heading', level: 2, text: [words('Notes')] };
  for await (const note of model.notes()) {
    yield { kind: 'heading', level: 3, text: [words(`${formatMoment(note.atMs) ?? ''}, `), write.text(note.by)] };
    yield { kind: 'paragraph', text: [write.text(note.text)] };
  }
}

function* sourceBlocks(model: ReportModel, write: Writer): Iterable<Block> {
  yield { kind: 'heading', level: 2, text: [words('Sources')] };
  yield {
    kind: 'table',
    about: 'sources',
    columns: ['Connection', 'Vendor', 'Last complete sync', 'Latest sync'],
    rows: model.sources.map((source) => [
      [write.text(source.connection)],
      [words(source.vendor)],
      [words(formatMoment(source.lastCompleteAtMs) ?? 'never')],
      [words(source.complete ? 'complete' : 'not complete')],
    ]),
  };
  const missing = listMissing(model);
  yield { kind: 'heading', level: 2, text: [words('What is missing')] };
  if (missing.length === 0) yield { kind: 'paragraph', text: [words('Nothing is known to be missing.')] };
  else yield { kind: 'list', items: missing.map((text) => [words(text)]) };
}

function listMissing(model: ReportModel): readonly string[] {
  const { unscored } = model.counts;
  const incomplete = model.sources.filter(({ complete }) => !complete).length;
  return [
    ...(model.leftOut === 0
      ? []
      : [`${model.leftOut} indicators are marked above the ceiling of this report and were left out.`]),
    ...(incomplete === 0
      ? []
      : [`${incomplete} of ${model.sources.length} sources did not complete their latest sync.`]),
    ...(unscored === 0 ? [] : [`${unscored} indicators have no score from any vendor.`]),
  ];
}

async function* mapLazily<Item, Result>(
  items: AsyncIterable<Item>,
  map: (item: Item) => Result,
): AsyncIterable<Result> {
  for await (const item of items) yield map(item);
}

/** Up to `count` more; leaves the iterator open for whoever takes the rest. */
async function* takeNext<Item>(items: AsyncIterator<Item>, count: number): AsyncIterable<Item> {
  for (let taken = 0; taken < count; taken += 1) {
    const next = await items.next();
    if (next.done === true) return;
    yield next.value;
  }
}

async function* continueWith<Item>(first: Item, rest: AsyncIterator<Item>): AsyncIterable<Item> {
  try {
    yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
