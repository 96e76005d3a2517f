import type { StatementField } from '#shared/model/statement.ts';

/** Groups of the column menu, in its order. */
export const columnGroups = ['Indicator', 'Triage', 'What vendors say', 'Network', 'Vendors’ records'] as const;
export type ColumnGroup = (typeof columnGroups)[number];

/** What the result needs to know of a column besides what its cells look like. */
export interface ColumnDescription {
  readonly title: string;
  readonly group: ColumnGroup;
  /** Field of `sort:`; absent where the application cannot sort. */
  readonly sortField?: string;
  readonly startsDescending?: boolean;
  /** What vendors' records say, each of its own; asked for only when the column is shown. */
  readonly field?: StatementField;
  /** Of a column that is not among the usual ones, px. */
  readonly width?: number;
}

const said = (
  title: string,
  field: StatementField,
  width: number,
  group: ColumnGroup = 'What vendors say',
): ColumnDescription => ({ title, field, width, group });

/** Columns that are shown where there is room, in their usual order. */
const usual = {
  type: { title: 'Type', group: 'Indicator', sortField: 'type' },
  value: { title: 'Value', group: 'Indicator', sortField: 'value' },
  score: { title: 'Score', group: 'Indicator', sortField: 'score', startsDescending: true },
  vendors: { title: 'Vendors', group: 'Indicator' },
  tags: { title: 'Tags', group: 'Indicator' },
  firstSeen: { title: 'First seen', group: 'Indicator', sortField: 'first_seen', startsDescending: true },
  lastSeen: { title: 'Last seen', group: 'Indicator', sortField: 'last_seen', startsDescending: true },
  state: { title: 'State', group: 'Triage' },
  verdict: { title: 'Verdict', group: 'Triage' },
  cases: { title: 'Cases', group: 'Triage' },
} as const satisfies Readonly<Record<string, ColumnDescription>>;

/** Columns that are shown when they are asked for. */
const further = {
  received: { title: 'As received', group: 'Indicator', width: 200 },
  severity: { title: 'Severity', group: 'Indicator', width: 92 },
  connections: { title: 'Connections', group: 'Indicator', width: 150 },
  observations: {
    title: 'Records',
    group: 'Indicator',
    sortField: 'observations',
    startsDescending: true,
    width: 84,
  },
  flags: { title: 'Flags', group: 'Indicator', width: 150 },
  expires: { title: 'Expires', group: 'Indicator', sortField: 'expires', startsDescending: true, width: 98 },
  triaged: { title: 'Triaged', group: 'Triage', sortField: 'triaged', startsDescending: true, width: 98 },
  ownTags: said('Own tags', 'ownTags', 150, 'Triage'),
  saidScore: said('Score by vendor', 'score', 150),
  vendorScore: said('Vendor’s own score', 'vendorScore', 170),
  saidSeverity: said('Severity by vendor', 'severity', 190),
  confidence: said('Confidence', 'confidence', 130),
  action: said('Action', 'action', 140),
  benign: said('Called harmless', 'benign', 120),
  rule: said('Rule', 'rule', 190),
  sources: said('Sources', 'sources', 230),
  categories: said('Categories', 'categories', 190),
  vendorTags: said('Vendors’ tags', 'tags', 200),
  platforms: said('Platforms', 'platforms', 150),
  description: said('Description', 'description', 280),
  saidFirstSeen: said('First seen by vendor', 'firstSeen', 190),
  saidLastSeen: said('Last seen by vendor', 'lastSeen', 190),
  saidExpires: said('Expires by vendor', 'expires', 180),
  country: said('Country', 'country', 110, 'Network'),
  asn: said('AS', 'asn', 150, 'Network'),
  asType: said('Network kind', 'asType', 150, 'Network'),
  stream: said('Stream', 'stream', 190, 'Vendors’ records'),
  vendorKey: said('Vendor’s key', 'vendorKey', 210, 'Vendors’ records'),
  fetched: said('Fetched', 'fetched', 150, 'Vendors’ records'),
  gone: said('Gone since', 'gone', 150, 'Vendors’ records'),
} as const satisfies Readonly<Record<string, ColumnDescription>>;

export type UsualColumnId = keyof typeof usual;
export type ColumnId = UsualColumnId | keyof typeof further;

export const usualColumnIds = Object.keys(usual) as readonly UsualColumnId[];
/** Every column: the usual ones first, in their usual order. */
export const columnIds = [...usualColumnIds, ...Object.keys(further)] as readonly ColumnId[];

export const describedColumns: Readonly<Record<ColumnId, ColumnDescription>> = { ...usual, ...further };

/** Whether a text is the id of a column, as one of another version need not be. */
export function isColumnId(id: string): id is ColumnId {
  return Object.hasOwn(describedColumns, id);
}

/** What has to be asked of the records for these columns. */
export function fieldsOf(columns: readonly ColumnId[]): readonly StatementField[] {
  return columns.flatMap((id) => describedColumns[id].field ?? []);
}
