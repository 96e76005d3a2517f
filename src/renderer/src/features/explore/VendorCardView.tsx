import type { ReactElement } from 'react';
import type { DetailField, DetailSection, VendorCard } from '#shared/model/vendor-detail.ts';
import { Field, Fields } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Ago, Moment } from '../../components/Moment.tsx';
import { VendorName } from '../../components/VendorMark.tsx';

function Value(props: { readonly field: DetailField }): ReactElement {
  const { field } = props;
  switch (field.kind) {
    case 'text':
      return <HostileText text={field.text} />;
    case 'moment':
      return <Moment atMs={field.atMs} />;
    case 'list':
      return (
        <span className="tag-flow">
          {field.items.map((item) => (
            <span key={item} className="mark">
              <HostileText text={item} inCell />
            </span>
          ))}
        </span>
      );
  }
}

function SectionTable(props: { readonly table: NonNullable<DetailSection['table']> }): ReactElement {
  const { columns, rows } = props.table;
  // Rows may repeat: their place tells them apart.
  const lines = rows.map((cells, at) => ({ at, cells: cells.map((text, column) => ({ text, column })) }));
  return (
    <table className="dense vendor-table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column}>{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ at, cells }) => (
          <tr key={at}>
            {cells.map(({ text, column }) => (
              <td key={column}>
                <HostileText text={text} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Section(props: { readonly section: DetailSection }): ReactElement {
  const { title, fields, table } = props.section;
  return (
    <>
      {title === null ? null : <h4>{title}</h4>}
      {fields.length === 0 ? null : (
        <Fields>
          {fields.map((field) => (
            <Field key={field.name} name={field.name}>
              <Value field={field} />
            </Field>
          ))}
        </Fields>
      )}
      {table === null ? null : <SectionTable table={table} />}
    </>
  );
}

function said({ fetchedAtMs, detail }: VendorCard): string | undefined {
  if (fetchedAtMs === null) return 'Not asked yet.';
  return detail === null ? 'It held nothing on this indicator then.' : undefined;
}

/** What a connection said last when it was asked about this indicator, and how long ago. */
export function VendorCardView(props: { readonly card: VendorCard }): ReactElement {
  const { card } = props;
  const remark = said(card);
  return (
    <article className="record vendor-card" aria-label={`${card.connection}: ${card.title}`}>
      <header className="vendor-card-head">
        <b>
          <VendorName vendor={card.vendor} />
        </b>
        <span className="muted ellipsis">
          <HostileText text={card.connection} inCell /> · {card.title}
        </span>
        <span className="grow" />
        <span className="muted">
          <Ago atMs={card.fetchedAtMs} never="never asked" />
        </span>
      </header>
      <div className="record-body">
        {remark === undefined ? null : <p className="muted vendor-card-remark">{remark}</p>}
        {card.detail?.sections.map((section) => (
          <Section key={section.title ?? ''} section={section} />
        ))}
      </div>
    </article>
  );
}
