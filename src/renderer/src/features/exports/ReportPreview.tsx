import type { ReactElement } from 'react';
import type { ExportPreview } from '#shared/contract/schemas.ts';
import { WholeProse } from '../../components/ProseBlocks.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { type ReportPart, splitReport } from './report-parts.ts';

/** The beginning of a report, formatted: nothing in it is a link, everything hidden is marked. */
export function ReportPreview(props: { readonly preview: ExportPreview }): ReactElement {
  const { text, isWhole } = props.preview;
  // Where it was cut a line is not whole.
  const parts = splitReport(isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1));
  return (
    <ScrollRegion label="Preview" className="export-preview">
      {parts.map(showPart)}
      {isWhole ? null : <p className="muted">The beginning; there is more.</p>}
    </ScrollRegion>
  );
}

/** The parts of a text never change, so the place of one is its key. */
function showPart(part: ReportPart, key: number): ReactElement {
  switch (part.kind) {
    case 'heading': {
      const Heading = part.level === 1 ? 'h2' : part.level === 2 ? 'h3' : 'h4';
      return (
        <Heading key={key}>
          <WholeProse text={part.text} />
        </Heading>
      );
    }
    case 'prose':
      return <WholeProse key={key} text={part.text} />;
    case 'table':
      return (
        <table key={key} className="report-table">
          <thead>
            <tr>
              {part.columns.map((title, at) => (
                <th key={`column ${String(at)}`}>
                  <WholeProse text={title} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {part.rows.map((row, at) => (
              <tr key={`row ${String(at)}`}>
                {part.columns.map((_title, column) => (
                  <td key={`cell ${String(column)}`}>
                    <WholeProse text={row[column] ?? ''} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}
