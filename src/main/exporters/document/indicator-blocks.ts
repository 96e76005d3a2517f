import { displayValue } from '#shared/model/indicator.ts';
import { formatMoment } from '../moment.ts';
import type { ReportIndicator, ReportModel } from '../report-model.ts';
import { type Block, type Cell, type Inline, words } from './document.ts';
import { mapLazily, takeNext, unlessEmpty } from './lazily.ts';
import { describeType, describeWord } from './words.ts';
import type { Writer } from './writer.ts';

const indicatorColumns = ['Value', 'Severity', 'Score of', 'Verdict', 'First seen', 'Last seen', 'Vendors', 'Remarks'];

/** The indicators, a table for each type. */
export async function* indicatorBlocks(model: ReportModel, write: Writer): AsyncIterable<Block> {
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
    indicator.vendors.flatMap((vendor, at) => [...(at === 0 ? [] : [words(', ')]), write.vendor(vendor)]),
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

function remarks({ indicator, comment, role, lists }: ReportIndicator, write: Writer): Cell {
  const judged = indicator.verdict === 'benign' ? ['judged benign'] : [];
  const flags = indicator.flags.filter((flag) => flag !== 'listed' || lists.length === 0);
  const facts = [...judged, ...flags.map((flag) => flagWords[flag])];
  const parts: readonly (readonly Inline[])[] = [
    ...(facts.length === 0 ? [] : [[words(facts.join(', '))]]),
    ...(lists.length === 0 ? [] : [[words('listed as harmless: '), write.text(lists.join(', '))]]),
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

/** How the indicators hang together; nothing when they do not. */
export async function* relationBlocks(model: ReportModel, write: Writer): AsyncIterable<Block> {
  const rows = await unlessEmpty(relationRows(model, write));
  if (rows === undefined) return;
  yield { kind: 'heading', level: 2, text: [words('Relations')] };
  yield { kind: 'table', about: 'relations', columns: ['Indicator', 'Relation', 'Other'], rows };
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
