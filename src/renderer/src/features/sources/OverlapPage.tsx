import { IntersectionIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { Overlap, OverlapCell, OverlapRow } from '#shared/model/overlap.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useOverlap } from '../../bridge/use-sources.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { VendorName } from '../../components/VendorMark.tsx';
import { useVendorName } from '../../components/vendor-names.ts';
import { countOf, formatCount } from '../../text/words.ts';
import { formatShare, tintOf } from './shares.ts';
import './overlap.css';

function Cell(props: {
  readonly counted: { readonly count: number; readonly query: string };
  /** Of how many; null for the number that is the whole. */
  readonly of: number | null;
  /** What the number means, behind it. */
  readonly meaning: string;
}): ReactElement {
  const { counted, of, meaning } = props;
  const navigation = useNavigation();
  if (counted.count === 0) return <td className="overlap-none">0</td>;
  return (
    <td className={of === null ? undefined : `tint-${tintOf(counted.count, of)}`}>
      <button
        type="button"
        title={counted.query}
        onClick={() => navigation.go({ screen: 'explore', query: counted.query })}
      >
        <span className="overlap-count">{formatCount(counted.count)}</span>{' '}
        <span className="overlap-share">{of === null ? '' : formatShare(counted.count, of)}</span>
        <span className="visually-hidden">{meaning}</span>
      </button>
    </td>
  );
}

function SharedCell(props: {
  readonly row: OverlapRow;
  readonly cell: OverlapCell;
  readonly total: number;
}): ReactElement {
  const { row, cell, total } = props;
  const [name, other] = [useVendorName(row.vendor), useVendorName(cell.vendor)];
  const isTotal = row.vendor === cell.vendor;
  return (
    <Cell
      counted={cell}
      of={isTotal ? null : total}
      meaning={isTotal ? ` known to ${name}` : ` of what ${name} knows, ${other} knows too`}
    />
  );
}

function Row(props: { readonly row: OverlapRow }): ReactElement {
  const { row } = props;
  const name = useVendorName(row.vendor);
  const total = row.cells.find(({ vendor }) => vendor === row.vendor)?.count ?? 0;
  return (
    <tr>
      <th scope="row">{name}</th>
      {row.cells.map((cell) => (
        <SharedCell key={cell.vendor} row={row} cell={cell} total={total} />
      ))}
      <Cell counted={row.onlyHere} of={total} meaning={` only ${name} knows`} />
    </tr>
  );
}

function Matrix(props: { readonly overlap: Overlap }): ReactElement {
  const { indicators, shared, rows } = props.overlap;
  return (
    <>
      <p className="page-lead">
        {rows.length === 1
          ? `One vendor is in the cache so far. With a second one this table shows what they share.`
          : `${formatCount(shared)} of ${countOf(indicators, 'indicator')} are known to more than one vendor.`}
      </p>
      <table className="dense overlap-table">
        <caption className="muted">
          Down and across: how many indicators both vendors know, and what part that is of all that the vendor of the
          row knows. A number opens them in Explore.
        </caption>
        <thead>
          <tr>
            <th scope="col">Of what is known to</th>
            {rows.map(({ vendor }) => (
              <th scope="col" key={vendor} className="number">
                <VendorName vendor={vendor} />
              </th>
            ))}
            <th scope="col" className="number overlap-only">
              Only here
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.vendor} row={row} />
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Vendors against each other: which knows what others know too, and what it alone knows. */
export function OverlapPage(): ReactElement {
  const overlap = useOverlap();
  return (
    <ScrollRegion className="connection-page" label="Overlap of vendors">
      <header className="connection-head">
        <h2>Overlap of vendors</h2>
      </header>
      {overlap.isPending ? <Loading lines={5} /> : null}
      {overlap.error === null ? null : <ErrorNote error={overlap.error} onRetry={() => void overlap.refetch()} />}
      {overlap.data?.rows.length === 0 ? (
        <EmptyState icon={<IntersectionIcon size={20} />} title="Nothing to compare yet">
          <p>After the first sync this page shows which vendor knows what others know too, and what only it knows.</p>
        </EmptyState>
      ) : null}
      {overlap.data === undefined || overlap.data.rows.length === 0 ? null : <Matrix overlap={overlap.data} />}
    </ScrollRegion>
  );
}
