import { displayValue, type Observation } from '#shared/model/indicator.ts';
import { formatMoment } from '../moment.ts';
import type { ReportIndicator, ReportModel } from '../report-model.ts';
import { type Block, type Cell, type Inline, words } from './document.ts';
import { unlessEmpty } from './lazily.ts';
import { describeWord } from './words.ts';
import type { Writer } from './writer.ts';

/** Hex digits of a record's SHA-256 that stand in a report: enough to find the record, few enough to fit beside the rest. */
const digestLength = 16;

/**
 * Who said what of each indicator, and when that was fetched: a line per vendor record, one for the verdict and who gave it when, one
 * per list of harmless values. With the
 * record's digest, so that a statement can be held against the raw record.
 */
export async function* provenanceBlocks(model: ReportModel, write: Writer): AsyncIterable<Block> {
  const rows = await unlessEmpty(statementRows(model, write));
  if (rows === undefined) return;
  yield { kind: 'heading', level: 2, text: [words('Provenance')] };
  yield {
    kind: 'table',
    about: 'provenance',
    columns: ['Indicator', 'Said by', 'Statement', 'When', 'Record'],
    rows,
  };
}

async function* statementRows(model: ReportModel, write: Writer): AsyncIterable<readonly Cell[]> {
  for await (const member of model.indicators()) yield* memberRows(member, write);
}

function* memberRows(member: ReportIndicator, write: Writer): Iterable<readonly Cell[]> {
  const { indicator, observations, lists } = member;
  const value = [write.value(indicator.type, displayValue(indicator))];
  for (const one of observations) yield [value, ...describeRecord(one, write)];
  if (indicator.triagedAtMs !== null) yield [value, ...describeTriage(member, write)];
  for (const title of lists) yield [value, [words('Benign list')], [write.text(title), words(' names it')], [], []];
}

function describeRecord(one: Observation, write: Writer): readonly Cell[] {
  return [
    [write.text(one.connection), words(' ('), write.vendor(one.vendor), words(')')],
    statement(one, write),
    [words(formatMoment(one.fetchedAtMs) ?? '')],
    [words(one.rawSha256.slice(0, digestLength))],
  ];
}

/** What the vendor says, in its own words where it has some. */
function statement(one: Observation, write: Writer): Cell {
  const seen = [formatMoment(one.firstSeenMs), formatMoment(one.lastSeenMs)];
  const parts: readonly (readonly Inline[])[] = [
    ...(one.vendorScore === null ? [] : [[words('score '), write.text(one.vendorScore)]]),
    ...(one.score === null ? [] : [[words(`${one.score} of 100`)]]),
    ...(one.confidence === null ? [] : [[words(`confidence ${one.confidence} %`)]]),
    ...(one.action === null ? [] : [[words('action '), write.text(one.action)]]),
    ...(one.rule === null ? [] : [[words('rule '), write.text(one.rule)]]),
    ...(one.benign ? [[words('harmless')]] : []),
    ...(seen[0] === undefined && seen[1] === undefined ? [] : [[words(`seen ${day(seen[0])} to ${day(seen[1])}`)]]),
    ...(one.goneAtMs === null ? [] : [[words(`withdrawn, noticed ${day(formatMoment(one.goneAtMs))}`)]]),
  ];
  if (parts.length === 0) return [words('lists it')];
  return parts.flatMap((part, index) => (index === 0 ? part : [words(', '), ...part]));
}

function day(moment: string | undefined): string {
  return moment === undefined ? 'unknown' : moment.slice(0, 10);
}

function describeTriage({ indicator, judgedBy }: ReportIndicator, write: Writer): readonly Cell[] {
  const { state, verdict, triagedAtMs } = indicator;
  return [
    judgedBy === null ? [words('Triage')] : [write.text(judgedBy), words(' (triage)')],
    [words(`${describeWord(verdict)}, ${describeWord(state).toLowerCase()}`)],
    [words(formatMoment(triagedAtMs) ?? '')],
    [],
  ];
}
