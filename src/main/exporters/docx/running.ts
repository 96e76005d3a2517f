import type { ReportDocument } from '../document/document.ts';
import { formatMoment } from '../moment.ts';
import { wordNamespaces, xmlHead } from './parts.ts';
import { textWidth } from './table.ts';
import { escapeXml, renderRun } from './text.ts';

const tab = '<w:r><w:tab/></w:r>';
const toTheRight = `<w:tabs><w:tab w:val="right" w:pos="${textWidth}"/></w:tabs>`;

/** What heads each page: the case, and the mark. */
export function renderHeader(mark: string, name: string): string {
  return `${xmlHead}<w:hdr ${wordNamespaces}><w:p><w:pPr><w:pStyle w:val="Header"/>${toTheRight}</w:pPr>${renderRun(name)}${tab}${renderRun(mark, 'MarkText')}</w:p></w:hdr>`;
}

/** What closes each page: the mark, what the report is, the page. Page numbers are the document's only fields. */
export function renderFooter(mark: string, imprint: string): string {
  const pages = `${renderRun('Page ')}${renderField('PAGE')}${renderRun(' of ')}${renderField('NUMPAGES')}`;
  return `${xmlHead}<w:ftr ${wordNamespaces}><w:p><w:pPr><w:pStyle w:val="Footer"/>${toTheRight}</w:pPr>${renderRun(mark, 'MarkText')}${renderRun(` · ${imprint}`)}${tab}${pages}</w:p></w:ftr>`;
}

function renderField(name: 'PAGE' | 'NUMPAGES'): string {
  return `<w:fldSimple w:instr=" ${name} ">${renderRun('1')}</w:fldSimple>`;
}

/** The file's properties: case number, tool, and the state of the data as its only time. */
export function renderProperties({ name, tool, dataStateAtMs }: ReportDocument): string {
  const moment = formatMoment(dataStateAtMs)?.replace(/\.\d+Z$/, 'Z');
  const times =
    moment === undefined
      ? ''
      : ['created', 'modified']
          .map((which) => `<dcterms:${which} xsi:type="dcterms:W3CDTF">${moment}</dcterms:${which}>`)
          .join('');
  return (
    `${xmlHead}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
    `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(name)}</dc:title>` +
    `<dc:creator>${escapeXml(tool)}</dc:creator>${times}</cp:coreProperties>`
  );
}
