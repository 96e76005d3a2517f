import type { ReactElement } from 'react';
import { displayValue, type IndicatorSummary } from '#shared/model/indicator.ts';
import { recallWords } from '#shared/text/recall.ts';
import { CutText } from '../../components/CutText.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { FlagMark, SeverityMark, StateMark, TypeMark, VerdictMark } from '../../components/Marks.tsx';
import { ShortMoment } from '../../components/Moment.tsx';
import { VendorMark } from '../../components/VendorMark.tsx';
import { useVendorNames } from '../../components/vendor-names.ts';
import { formatCount } from '../../text/words.ts';
import { type ColumnId, describedColumns } from './columns.ts';
import { ListedMark } from './ListedMark.tsx';
import { StatementCell } from './StatementCell.tsx';
import type { RowStatements } from './use-statements.ts';

const tagLimit = 3;

function Value(props: { readonly row: IndicatorSummary }): ReactElement {
  return (
    <>
      <CutText text={displayValue(props.row)}>
        <HostileText text={displayValue(props.row)} mono inCell />
      </CutText>
      {props.row.flags.map((flag) =>
        flag === 'listed' ? <ListedMark key={flag} row={props.row} /> : <FlagMark key={flag} flag={flag} isNarrow />,
      )}
    </>
  );
}

/** The score, and whose it is: in the cell where it is wide enough, in the tooltip always. */
function Score(props: { readonly row: IndicatorSummary }): ReactElement {
  const { row } = props;
  const [only, ...others] = row.vendors;
  const names = useVendorNames(row.vendors);
  if (row.score === null || only === undefined) return <SeverityMark severity={row.severity} score={row.score} />;
  const origin = others.length === 0 ? `Score of ${names}` : `The highest of what they say: ${names}`;
  return (
    <span className="score" title={origin}>
      <SeverityMark severity={row.severity} score={row.score} />
      <span className="score-by" aria-hidden="true">
        {others.length === 0 ? <VendorMark vendor={only} /> : `max of ${row.vendors.length}`}
      </span>
      <span className="visually-hidden">{origin}</span>
    </span>
  );
}

function Flags(props: { readonly row: IndicatorSummary }): ReactElement {
  if (props.row.flags.length === 0) return <span className="nothing">–</span>;
  return (
    <>
      {props.row.flags.map((flag) =>
        flag === 'listed' ? <ListedMark key={flag} row={props.row} /> : <FlagMark key={flag} flag={flag} />,
      )}
    </>
  );
}

function Foreign(props: { readonly texts: readonly string[] }): ReactElement {
  if (props.texts.length === 0) return <span className="nothing">–</span>;
  const text = props.texts.join(', ');
  return (
    <CutText text={text}>
      <HostileText text={text} inCell />
    </CutText>
  );
}

function Tags(props: { readonly tags: readonly string[] }): ReactElement {
  if (props.tags.length === 0) return <span className="nothing">–</span>;
  const more = props.tags.length - tagLimit;
  return (
    <>
      <CutText text={props.tags.join(', ')}>
        {props.tags.slice(0, tagLimit).map((tag, at) => (
          <span key={tag}>
            {at === 0 ? '' : ', '}
            <HostileText text={tag} inCell />
          </span>
        ))}
      </CutText>
      {more > 0 ? <span className="muted tags-more">{`+${more}`}</span> : null}
    </>
  );
}

/** The first case and how many more; in a narrow column of several only how many. The tooltip names all, and tells the last verdict. */
function Cases({ row }: { readonly row: IndicatorSummary }): ReactElement {
  const numbers = row.cases;
  const [first, ...more] = numbers;
  if (first === undefined) return <span className="nothing">–</span>;
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
export function ResultCell(props: {
  readonly column: ColumnId;
  readonly row: IndicatorSummary;
  readonly statements: RowStatements;
}): ReactElement {
  const { column, row } = props;
  const { field } = describedColumns[column];
  return field === undefined ? (
    <SummaryCell column={column} row={row} />
  ) : (
    <StatementCell field={field} statements={props.statements} />
  );
}

/** A cell of what is rolled up over all records; of other columns it knows nothing. */
function SummaryCell(props: { readonly column: ColumnId; readonly row: IndicatorSummary }): ReactElement | null {
  const { column, row } = props;
  switch (column) {
    case 'type':
      return <TypeMark type={row.type} />;
    case 'value':
      return <Value row={row} />;
    case 'score':
      return <Score row={row} />;
    case 'vendors':
      return (
        <>
          {row.vendors.map((vendor) => (
            <VendorMark key={vendor} vendor={vendor} />
          ))}
        </>
      );
    case 'tags':
      return <Tags tags={row.tags} />;
    case 'firstSeen':
      return <ShortMoment atMs={row.firstSeenMs} />;
    case 'lastSeen':
      return <ShortMoment atMs={row.lastSeenMs} />;
    case 'state':
      return <StateMark state={row.state} />;
    case 'verdict':
      return <VerdictMark verdict={row.verdict} />;
    case 'cases':
      return <Cases row={row} />;
    case 'received':
      return <Foreign texts={row.received === null ? [] : [row.received]} />;
    case 'severity':
      return <SeverityMark severity={row.severity} score={null} />;
    case 'connections':
      return <Foreign texts={row.connections} />;
    case 'observations':
      return <span className="number">{formatCount(row.observations)}</span>;
    case 'flags':
      return <Flags row={row} />;
    case 'expires':
      return <ShortMoment atMs={row.expiresAtMs} />;
    case 'triaged':
      return <ShortMoment atMs={row.triagedAtMs} />;
    default:
      return null;
  }
}
