import type { ImportOutcome, ImportOverview, ImportRow } from '#shared/contract/import-schemas.ts';
import type { MethodOutput, MethodParsedInput } from '#shared/contract/methods.ts';
import { caseNumberSchema } from '#shared/model/ids.ts';
import { type CsvMapping, type ImportStatus, importStatuses } from '#shared/model/import.ts';

const guessed: CsvMapping = {
  delimiter: ';',
  hasHeader: true,
  columns: { value: 'Indicator', type: 'Kind', firstSeen: 'Seen' },
  defaultType: null,
};
const names = ['Indicator', 'Kind', 'Seen', 'Who says so'];
const longUrl = `http://update-check.${'b'.repeat(50)}.example/${'path/'.repeat(30)}a`;
const sample = [
  ['198.51.100[.]7', 'ip', '2026-11-20', 'CERT of the sector'],
  [longUrl, 'url', '2026-11-21', 'CERT of the sector'],
  ['cdn.quiet-harbour.example', 'hostname', '2026-11-22', '<b>\u202Eelpmaxe</b>'],
  ['not an indicator', 'domain', '', ''],
];

const row = (status: ImportStatus, type: string | null, value: string, more: Partial<ImportRow> = {}): ImportRow => ({
  status,
  type,
  value,
  place: 'line 2',
  parts: status === 'new' ? ['record'] : [],
  fields: [],
  reason: null,
  ...more,
});

const rows: readonly ImportRow[] = [
  row('changed', 'ipv4', '198.51.100.7', {
    parts: ['record', 'case', 'verdict'],
    fields: [
      { name: 'score', before: '40', after: '80' },
      { name: 'tags', before: '', after: 'loader; <b>\u202Egat</b>' },
    ],
    reason: 'A decision stands here already; it stays.',
  }),
  row('new', 'url', longUrl),
  row('same', 'domain', 'cdn.quiet-harbour.example'),
  ...Array.from({ length: 150 }, (_, at) =>
    row('new', 'domain', `host${at}.evil.example`, { place: `line ${at + 7}` }),
  ),
  row('refused', null, 'not an indicator', { place: 'line 5', reason: 'It is no domain name.' }),
  row('skipped', null, 'malware Emotet', {
    place: 'malware--0f3b2c1d-aaaa-4bbb-8ccc-123456789012',
    reason:
      'Nothing here is made for objects of this type; names are kept as tags of the indicators that they are related to.',
  }),
];

const isOf = (statuses: readonly ImportStatus[]) => (one: ImportRow) =>
  statuses.length === 0 || statuses.includes(one.status);

function outcomeOf(choice: MethodParsedInput<'imports.run'>['case'], isDone: boolean): ImportOutcome {
  const counts = Object.fromEntries(importStatuses.map((status) => [status, rows.filter(isOf([status])).length]));
  const number = caseNumberSchema.parse('CASE-0001');
  const goesNowhere = choice === 'auto' || choice === 'none';
  const isNew = choice === 'new';
  return {
    source: 'import feed.csv',
    // Of all statuses there are.
    counts: counts as ImportOutcome['counts'],
    case: goesNowhere
      ? null
      : { number: isNew && !isDone ? null : number, title: 'feed.csv', isNew, differences: isNew ? [] : ['title'] },
    leftOut: 0,
  };
}

/** An import that is always of the same table. */
export function fakeImports() {
  let mappings: MethodOutput<'imports.mappings'> = [];
  return {
    'imports.read': ({ id, mapping }: MethodParsedInput<'imports.read'>): ImportOverview => ({
      id,
      name: 'feed.csv',
      format: 'csv',
      author: 'CERT of the <i>sector</i>',
      title: 'feed.csv',
      hasCase: false,
      notes: [],
      columns: { mapping: mapping ?? guessed, names, sample },
    }),
    'imports.preview': (input: MethodParsedInput<'imports.preview'>) => outcomeOf(input.case, false),
    'imports.run': (input: MethodParsedInput<'imports.run'>) => outcomeOf(input.case, true),
    'imports.rows': ({ statuses, offset, limit }: MethodParsedInput<'imports.rows'>): MethodOutput<'imports.rows'> =>
      rows.filter(isOf(statuses)).slice(offset, offset + limit),
    'imports.cancel': () => null,
    'imports.drop': () => null,
    'imports.mappings': () => mappings,
    'imports.saveMapping': (named: MethodParsedInput<'imports.saveMapping'>) => {
      mappings = [...mappings.filter(({ name }) => name !== named.name), named];
      return null;
    },
    'imports.removeMapping': ({ name }: MethodParsedInput<'imports.removeMapping'>) => {
      mappings = mappings.filter((one) => one.name !== name);
      return null;
    },
  };
}
