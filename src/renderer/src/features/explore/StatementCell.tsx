import type { ReactElement } from 'react';
import type { FieldStatements, Statement, StatementField } from '#shared/model/statement.ts';
import { severities } from '#shared/model/vocabulary.ts';
import { type StreamTitles, useStreamTitles } from '../../bridge/use-stream-titles.ts';
import { CutText } from '../../components/CutText.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { SeverityMark } from '../../components/Marks.tsx';
import { ShortMoment } from '../../components/Moment.tsx';
import { VendorMark } from '../../components/VendorMark.tsx';
import { formatExact } from '../../text/time.ts';
import type { RowStatements } from './use-statements.ts';

const moments: ReadonlySet<StatementField> = new Set(['firstSeen', 'lastSeen', 'expires', 'fetched', 'gone']);

/** A statement as plain text, for the tooltip and for what is copied. */
function wordOf(field: StatementField, { value, by }: Statement, titles: StreamTitles): string {
  if (moments.has(field) && typeof value === 'number') return formatExact(value);
  if (field === 'stream') return titles(by[0]?.vendor ?? '', String(value));
  return field === 'confidence' ? `${value} %` : String(value);
}

/** What each says and by which connection, in full. */
function tellAll(field: StatementField, { said, more }: FieldStatements, titles: StreamTitles): string {
  const lines = said.map((one) => {
    const who = one.by.map(({ connection }) => connection).join(', ');
    const notes = [one.intent === null || one.intent === 'unstated' ? '' : one.intent, one.gone ? 'gone' : '']
      .filter((note) => note !== '')
      .join(', ');
    return `${wordOf(field, one, titles)}${notes === '' ? '' : ` (${notes})`}${who === '' ? '' : `: ${who}`}`;
  });
  return [...lines, ...(more > 0 ? [`${more} more`] : [])].join('; ');
}

function StatementText(props: { readonly field: StatementField; readonly one: Statement }): ReactElement {
  const { field, one } = props;
  const titles = useStreamTitles();
  const severity = field === 'severity' ? severities.find((word) => word === one.value) : undefined;
  if (severity !== undefined) return <SeverityMark severity={severity} />;
  if (moments.has(field) && typeof one.value === 'number') return <ShortMoment atMs={one.value} />;
  return <HostileText text={wordOf(field, one, titles)} inCell mono={field === 'vendorKey'} />;
}

/** What vendors' records say in one field, and whose each statement is: nothing is merged that is not the same. */
export function StatementCell(props: {
  readonly field: StatementField;
  readonly statements: RowStatements;
}): ReactElement | null {
  const { field, statements } = props;
  const titles = useStreamTitles();
  if (statements === undefined) return null;
  if (statements === null) {
    return (
      <span className="nothing" title="This could not be read">
        ?
      </span>
    );
  }
  const all = statements[field];
  if (all === undefined) return <span className="nothing">–</span>;
  return (
    <CutText text={tellAll(field, all, titles)}>
      {all.said.map((one) => (
        <span key={`${one.intent} ${one.value}`} className={one.gone ? 'statement is-gone' : 'statement'}>
          <StatementText field={field} one={one} />
          {one.intent === null || one.intent === 'unstated' ? null : (
            <span className={`intent intent-${one.intent}`}>{one.intent}</span>
          )}
          {one.gone ? <span className="muted">gone</span> : null}
          {[...new Set(one.by.map(({ vendor }) => vendor))].map((vendor) => (
            <VendorMark key={vendor} vendor={vendor} />
          ))}
        </span>
      ))}
      {all.more > 0 ? <span className="muted">+{all.more}</span> : null}
    </CutText>
  );
}
