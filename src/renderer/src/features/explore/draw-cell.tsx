/**
 * The cells of the result as functions, not components: with an answer every cell on the screen is another one, so there is nothing
 * to remember, and hundreds of components take longer than what they draw. For the same reason what is listed in a cell is known
 * by its place: React then changes the text of an element instead of putting another in its place.
 */
import type { ReactElement, ReactNode } from 'react';
import { displayValue, type IndicatorSummary } from '#shared/model/indicator.ts';
import { recallWords } from '#shared/text/recall.ts';
import { drawCut, drawCutForeign } from '../../components/CutText.tsx';
import { drawForeign } from '../../components/HostileText.tsx';
import { drawSeverity, drawState, drawType, drawVerdict, FlagMark } from '../../components/Marks.tsx';
import { drawShortMoment } from '../../components/Moment.tsx';
import { drawVendor } from '../../components/VendorMark.tsx';
import { isPlainText } from '../../text/hostile-text.ts';
import type { ShortClock } from '../../text/time.ts';
import { formatCount } from '../../text/words.ts';
import { type ColumnId, describedColumns } from './columns.ts';
import { ListedMark } from './ListedMark.tsx';
import { StatementCell } from './StatementCell.tsx';
import type { RowStatements } from './use-statements.ts';

/** What all cells are drawn with; the same object as long as nothing of it is another. */
export interface CellWords {
  readonly clock: ShortClock;
  /** Vendor id -> display name. */
  readonly vendorNames: ReadonlyMap<string, string>;
}

/** A row, and what is told of it. */
export interface CellRow {
  readonly row: IndicatorSummary;
  readonly statements: RowStatements;
}

const tagLimit = 3;
const nothing = <span className="nothing">–</span>;

function drawFlags(row: IndicatorSummary, isNarrow: boolean): ReactNode {
  return row.flags.map((flag) =>
    flag === 'listed' ? <ListedMark key={flag} row={row} /> : <FlagMark key={flag} flag={flag} isNarrow={isNarrow} />,
  );
}

function drawValue(row: IndicatorSummary): ReactElement {
  return (
    <>
      {drawCutForeign(displayValue(row), { isMono: true })}
      {row.flags.length === 0 ? null : drawFlags(row, true)}
    </>
  );
}

/** The score, and whose it is: in the cell where it is wide enough, in the tooltip always. */
function drawScore(row: IndicatorSummary, { vendorNames }: CellWords): ReactElement {
  const names = row.vendors.map((vendor) => vendorNames.get(vendor) ?? vendor);
  const [only, ...others] = names;
  if (row.score === null || only === undefined) return drawSeverity(row.severity, row.score);
  const origin = others.length === 0 ? `Score of ${only}` : `The highest of what they say: ${names.join(', ')}`;
  return (
    <span className="score" title={origin}>
      {drawSeverity(row.severity, row.score)}
      <span className="score-by" aria-hidden="true">
        {others.length === 0 ? drawVendor(only) : `max of ${names.length}`}
      </span>
      <span className="visually-hidden">{origin}</span>
    </span>
  );
}

function drawTexts(texts: readonly string[]): ReactElement {
  return texts.length === 0 ? nothing : drawCutForeign(texts.join(', '));
}

/** Each tag in an element of its own where one could turn what stands beside it. */
function drawFirstTags(tags: readonly string[]): ReactElement {
  const first = tags.slice(0, tagLimit);
  const [text, whole] = [first.join(', '), tags.join(', ')];
  if (isPlainText(text)) return drawCutForeign(text, { whole });
  return drawCut(
    whole,
    first.flatMap((tag, at) => (at === 0 ? [drawForeign(tag, false, at)] : [', ', drawForeign(tag, false, at)])),
  );
}

function drawTags(tags: readonly string[]): ReactElement {
  if (tags.length === 0) return nothing;
  const more = tags.length - tagLimit;
  return (
    <>
      {drawFirstTags(tags)}
      {more > 0 ? <span className="muted tags-more">{`+${more}`}</span> : null}
    </>
  );
}

/** The first case and how many more; in a narrow column of several only how many. The tooltip names all, and tells the last verdict. */
function drawCases(row: IndicatorSummary): ReactElement {
  const numbers = row.cases;
  const [first, ...more] = numbers;
  if (first === undefined) return nothing;
  const recall = `${recallWords(row) ?? ''}: ${numbers.join(', ')}`;
  if (more.length === 0) {
    return (
      <span className="ellipsis" title={recall}>
        {first}
      </span>
    );
  }
  return (
    <span className="ellipsis" title={recall}>
      <span className="cases-named">
        {first} +{more.length}
      </span>
      <span className="cases-counted">{numbers.length} cases</span>
    </span>
  );
}

/** One cell of the result. */
export function drawCell(column: ColumnId, { row, statements }: CellRow, words: CellWords): ReactNode {
  const { field } = describedColumns[column];
  if (field !== undefined) return <StatementCell field={field} statements={statements} />;
  switch (column) {
    case 'type':
      return drawType(row.type);
    case 'value':
      return drawValue(row);
    case 'score':
      return drawScore(row, words);
    case 'vendors':
      return row.vendors.map((vendor, at) => drawVendor(words.vendorNames.get(vendor) ?? vendor, at));
    case 'tags':
      return drawTags(row.tags);
    case 'firstSeen':
      return drawShortMoment(row.firstSeenMs, words.clock);
    case 'lastSeen':
      return drawShortMoment(row.lastSeenMs, words.clock);
    case 'state':
      return drawState(row.state);
    case 'verdict':
      return drawVerdict(row.verdict);
    case 'cases':
      return drawCases(row);
    case 'received':
      return drawTexts(row.received === null ? [] : [row.received]);
    case 'severity':
      return drawSeverity(row.severity, null);
    case 'connections':
      return drawTexts(row.connections);
    case 'observations':
      return <span className="number">{formatCount(row.observations)}</span>;
    case 'flags':
      return row.flags.length === 0 ? nothing : drawFlags(row, false);
    case 'expires':
      return drawShortMoment(row.expiresAtMs, words.clock);
    case 'triaged':
      return drawShortMoment(row.triagedAtMs, words.clock);
    default:
      return null;
  }
}
