import { readStream } from '#main/domain/network-streams.ts';
import { displayValue, type IndicatorFacts } from '#shared/model/indicator.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { Exporter, ExportOptions } from '../exporter.ts';
import { ownNamespace, uuidV5 } from '../identifiers.ts';
import { formatMoment } from '../moment.ts';
import type { ReportModel } from '../report-model.ts';
import { titleOf } from '../report-title.ts';
import { isChosen, nothingLeft } from '../selection.ts';
import { escapeXml } from './escape.ts';

/** OpenIOC 1.1: one definition, an OR of terms. */
export const openioc: Exporter = {
  id: 'openioc',
  displayName: 'OpenIOC 1.1',
  fileExtension: 'ioc',
  audience: 'machines',
  scopes: ['case', 'query'],
  choices: ['types', 'verdicts', 'harmless'],
  render,
};

async function* render(model: ReportModel, options: ExportOptions): AsyncIterable<string> {
  const id = uuidV5(ownNamespace, `openioc ${model.case?.uuid ?? subjectOfList(model)}`);
  let isEmpty = true;
  const remarks: string[] = [];
  for (const part of partsOf(model)) {
    for await (const { indicator, lists } of model.indicators()) {
      const comparisons = isChosen(indicator, options) ? compare(indicator) : [];
      if (part === 'items' && comparisons.length === 0) options.onLeftOut?.();
      const [first, second] = comparisons;
      if (first === undefined || (second === undefined ? 'items' : 'groups') !== part) continue;
      if (isEmpty) yield writeHead(model, id);
      isEmpty = false;
      yield writeIndicator(indicator, comparisons, id);
      for (const title of lists) remarks.push(writeRemark(title, itemId(id, indicator, first.term)));
    }
  }
  if (isEmpty) throw nothingLeft();
  yield '    </Indicator>\n  </criteria>\n';
  if (remarks.length > 0) yield `  <parameters>\n${remarks.join('')}  </parameters>\n`;
  yield '</OpenIOC>\n';
}

/** The schema wants items before groups, so that a second reading is for the groups, where there can be some. */
function partsOf({ counts }: ReportModel): readonly ('items' | 'groups')[] {
  return counts.byType.has('network_stream') ? ['items', 'groups'] : ['items'];
}

/** Which list of harmless values names an item, as the parameter in which OpenIOC keeps comments. */
function writeRemark(title: string, item: string): string {
  const id = uuidV5(ownNamespace, `openioc remark ${item} ${title}`);
  return `    <param id="${id}" ref-id="${item}" name="comment"><value>${escapeXml(`Listed as harmless: ${title}`)}</value></param>\n`;
}

function subjectOfList({ query, selection }: ReportModel): string {
  return selection === null ? `query ${query}` : `selection ${selection}`;
}

function itemId(fileId: string, { type, value }: IndicatorFacts, part: string): string {
  return uuidV5(ownNamespace, `openioc item ${fileId} ${type} ${value} ${part}`);
}

function writeHead(model: ReportModel, id: string): string {
  const { case: report, dataStateAtMs } = model;
  const modified = formatMoment(dataStateAtMs) ?? '1970-01-01T00:00:00.000Z';
  const description = report?.summary == null ? '' : `    <description>${escapeXml(report.summary)}</description>\n`;
  return `<?xml version="1.0" encoding="utf-8"?>
<OpenIOC xmlns="http://openioc.org/schemas/OpenIOC_1.1" id="${id}" last-modified="${modified}" published-date="${modified}">
  <metadata>
    <short_description>${escapeXml(titleOf(model))}</short_description>
${description}    <authored_by>${escapeXml(model.author)}</authored_by>
    <authored_date>${formatMoment(report?.createdAtMs ?? dataStateAtMs) ?? modified}</authored_date>
    <links>
      <link rel="tlp">${model.tlp}</link>
    </links>
  </metadata>
  <criteria>
    <Indicator operator="OR" id="${uuidV5(ownNamespace, `openioc criteria ${id}`)}">
`;
}

/** One comparison: a term of the OpenIOC dictionary, the type of its content, and the content. */
interface Comparison {
  readonly term: string;
  readonly contentType: string;
  readonly content: string;
}

/** The terms of the types that have one; addresses and streams have more to say. */
const terms: Readonly<Partial<Record<IndicatorType, readonly [term: string, contentType: string]>>> = {
  ipv4: ['PortItem/remoteIP', 'IP'],
  ipv6: ['PortItem/remoteIP', 'IP'],
  cidr: ['PortItem/remoteIP', 'IP'],
  domain: ['Network/DNS', 'string'],
  url: ['Network/URI', 'string'],
  email: ['Email/From', 'string'],
  md5: ['FileItem/Md5sum', 'md5'],
  sha1: ['FileItem/Sha1sum', 'sha1'],
  sha256: ['FileItem/Sha256sum', 'sha256'],
  path: ['FileItem/FullPath', 'string'],
  registry_key: ['RegistryItem/Path', 'string'],
  user_agent: ['Network/UserAgent', 'string'],
};

function compare(indicator: IndicatorFacts): readonly Comparison[] {
  if (indicator.type === 'network_stream') return compareStream(indicator.value);
  const [term, contentType] = terms[indicator.type] ?? [];
  if (term === undefined || contentType === undefined) return [];
  return [{ term, contentType, content: displayValue(indicator) }];
}

function compareStream(value: string): readonly Comparison[] {
  const target = readStream(value)?.target;
  if (target === undefined) return [];
  const host: Comparison =
    target.type === 'domain'
      ? { term: 'Network/DNS', contentType: 'string', content: target.value }
      : { term: 'PortItem/remoteIP', contentType: 'IP', content: target.value };
  if (target.port === null) return [host];
  return [host, { term: 'PortItem/remotePort', contentType: 'int', content: String(target.port) }];
}

/** Several comparisons of one indicator hold together, so they stand below an AND. */
function writeIndicator(indicator: IndicatorFacts, comparisons: readonly Comparison[], fileId: string): string {
  const idOf = (part: string): string => itemId(fileId, indicator, part);
  const items = comparisons.map((one) => writeItem(one, idOf(one.term)));
  if (items.length === 1) return items.join('');
  return `      <Indicator operator="AND" id="${idOf('AND')}">\n${items.join('')}      </Indicator>\n`;
}

function writeItem({ term, contentType, content }: Comparison, id: string): string {
  return `      <IndicatorItem id="${id}" condition="is" preserve-case="false" negate="false"><Context document="${term.split('/')[0]}" search="${term}" type="mir"/><Content type="${contentType}">${escapeXml(content)}</Content></IndicatorItem>\n`;
}
