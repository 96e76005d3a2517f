import { buildDocument } from '../document/build-document.ts';
import type { ReportDocument } from '../document/document.ts';
import { describeTlp } from '../document/words.ts';
import type { Exporter } from '../exporter.ts';
import { packZip, type ZipPart } from '../zip.ts';
import { renderBody } from './body.ts';
import { fixedParts } from './parts.ts';
import { renderFooter, renderHeader, renderProperties } from './running.ts';
import { renderStyles } from './styles.ts';

/** A case report or a list as a Word document: the same tree as HTML, with real styles, editable; no link, no macro. */
export const docx: Exporter = {
  id: 'docx',
  displayName: 'Word report',
  fileExtension: 'docx',
  audience: 'people',
  scopes: ['case', 'query'],
  choices: ['defang', 'sections', 'template'],
  render: (model, options) => packZip(listParts(buildDocument(model, options))),
};

function* listParts(report: ReportDocument): Iterable<ZipPart> {
  const mark = describeTlp(report.tlp);
  for (const [name, text] of fixedParts) yield { name, chunks: [text] };
  yield { name: 'docProps/core.xml', chunks: [renderProperties(report)] };
  yield { name: 'word/styles.xml', chunks: [renderStyles(report.tlp)] };
  yield { name: 'word/header1.xml', chunks: [renderHeader(mark, report.name)] };
  yield { name: 'word/footer1.xml', chunks: [renderFooter(mark, report.imprint)] };
  yield { name: 'word/document.xml', chunks: renderBody(report, mark) };
}
