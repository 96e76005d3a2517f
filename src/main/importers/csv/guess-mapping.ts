import { recognise } from '#main/domain/canonicalise.ts';
import type { CsvField, CsvMapping } from '#shared/model/import.ts';
import { columnLimit, nameColumns } from './columns.ts';
import type { TableLine } from './read-table.ts';

/** Headers by which tables of vendors and teams are known, in the order of trust. */
const headers: Readonly<Record<CsvField, readonly string[]>> = {
  value: [
    'value',
    'indicator',
    'ioc',
    'indicator_value',
    'ioc_value',
    'observable',
    'artifact',
    'ip',
    'ip_address',
    'domain',
    'hostname',
    'url',
    'hash',
    'sha256',
    'sha1',
    'md5',
    'email',
  ],
  type: ['type', 'indicator_type', 'ioc_type', 'observable_type', 'kind'],
  tags: ['tags', 'tag', 'labels', 'label'],
  comment: ['comment', 'comments', 'note', 'notes'],
  description: ['description', 'desc', 'details', 'title'],
  score: ['score', 'risk_score', 'threat_score'],
  confidence: ['confidence'],
  severity: ['severity', 'risk', 'threat_level'],
  firstSeen: ['first_seen', 'firstseen', 'first_seen_utc', 'created', 'date'],
  lastSeen: ['last_seen', 'lastseen', 'last_seen_utc', 'modified', 'updated'],
  expiresAt: ['expires_at', 'expires', 'expiration', 'valid_until', 'expiry'],
  source: ['source', 'feed', 'reporter', 'provider'],
  category: ['category', 'threat_type', 'threat', 'malware', 'family'],
  country: ['country', 'country_code'],
  asn: ['asn'],
  role: ['role'],
  verdict: ['verdict'],
  state: ['state', 'triage_state'],
};

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

/** What the columns of a table are, by their names; without a header that is known, by what stands in them. Pure. */
export function guessMapping(lines: readonly TableLine[], delimiter: CsvMapping['delimiter']): CsvMapping {
  const header = lines[0]?.cells ?? [];
  const first = header.map(plain);
  const shown = nameColumns(header, Math.min(header.length, columnLimit));
  const columns: CsvMapping['columns'] = {};
  const taken = new Set<string>();
  for (const [field, names] of Object.entries(headers)) {
    const found = names.find((name) => first.includes(name) && !taken.has(name));
    if (found === undefined) continue;
    taken.add(found);
    // Keys of `headers` are the fields themselves.
    columns[field as CsvField] = shown[first.indexOf(found)] ?? found;
  }
  if (columns.value !== undefined) return { delimiter, hasHeader: true, columns, defaultType: null };
  return { delimiter, ...guessByContent(lines, shown), defaultType: null };
}

/** The column in which most cells are indicators; its first cell tells whether there is a header. */
function guessByContent(
  lines: readonly TableLine[],
  shown: readonly string[],
): Pick<CsvMapping, 'hasHeader' | 'columns'> {
  const sample = lines.slice(0, 50);
  const width = Math.max(0, ...sample.map(({ cells }) => cells.length));
  const isIndicator = (cell: string | undefined): boolean =>
    cell !== undefined && cell.trim() !== '' && recognise(cell).type !== 'other';
  const counts = Array.from({ length: width }, (_, at) => sample.filter(({ cells }) => isIndicator(cells[at])).length);
  const best = counts.indexOf(Math.max(0, ...counts));
  if (best < 0 || counts[best] === 0) return { hasHeader: false, columns: {} };
  const name = lines[0]?.cells[best]?.trim() ?? '';
  const hasHeader = !isIndicator(lines[0]?.cells[best]) && lines.length > 1 && name !== '';
  return { hasHeader, columns: { value: hasHeader ? (shown[best] ?? name) : String(best + 1) } };
}
