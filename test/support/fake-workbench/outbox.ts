import type { Connection } from '#shared/model/connection.ts';
import type { OperationChoice } from '#shared/model/operation.ts';
import type { OutboxDiff, OutboxLine, TenantWords, WriteChoice } from '#shared/model/outbox.ts';

/** What a tenant of Falcon knows. */
export const falconWords: TenantWords = {
  types: ['ipv4', 'ipv6', 'domain', 'md5', 'sha256'],
  actions: ['no_action', 'allow', 'detect', 'prevent', 'prevent_no_ui'].map((id) => ({
    id,
    platformsByType: {},
    severities: [],
  })),
  platforms: ['windows', 'mac', 'linux'],
  severities: ['informational', 'low', 'medium', 'high', 'critical'],
};

/** A queued change as the list and the comparison show it. */
export interface FakeChange {
  readonly line: OutboxLine;
  readonly fields: OutboxDiff['fields'];
  readonly hasTheirs: boolean;
  readonly indicator: OutboxDiff['indicator'];
}

const duplicate = "Warning: Duplicate type: 'domain' and value: 'login.portal-sso.example' combination.";
const field = (name: string, base: unknown, mine: unknown, theirs: unknown = null) => ({ name, base, mine, theirs });
const domain = (value: string) => ({ type: 'domain' as const, value });
const create = (value: string) => [
  field('type', null, 'domain'),
  field('value', null, value),
  field('action', null, 'detect'),
  field('severity', null, 'high'),
  field('platforms', null, ['windows', 'linux']),
  field('tags', null, ['CASE-0002']),
];

interface Sketch extends Pick<OutboxLine, 'vendor' | 'operation' | 'state' | 'subject'> {
  readonly reason?: string;
  readonly fields: OutboxDiff['fields'];
  readonly hasTheirs?: boolean;
  /** Null where it is about many. */
  readonly indicator: OutboxDiff['indicator'];
}

const sketches: readonly Sketch[] = [
  {
    vendor: 'datadog',
    operation: 'CreateIoCTriageState',
    state: 'queued',
    subject: '198.51.100.77',
    indicator: { type: 'ipv4', value: '198.51.100.77' },
    fields: [field('triage_state', 'not_reviewed', 'reviewed')],
  },
  {
    vendor: 'crowdstrike',
    operation: 'indicator_create_v1',
    state: 'queued',
    subject: 'domain c2.paste-sync.example',
    indicator: domain('c2.paste-sync.example'),
    fields: create('c2.paste-sync.example'),
  },
  {
    vendor: 'crowdstrike',
    operation: 'indicator_update_v1',
    state: 'conflict',
    subject: 'update.cdn-mirror.example',
    indicator: domain('update.cdn-mirror.example'),
    reason: 'The indicator was changed at Falcon since.',
    fields: [field('severity', 'low', 'critical', 'medium'), field('action', 'detect', 'prevent', 'detect')],
    hasTheirs: true,
  },
  {
    vendor: 'crowdstrike',
    operation: 'indicator_delete_v1',
    state: 'conflict',
    subject: "filter source:'old-feed'+expired:true",
    indicator: null,
    reason: 'The filter matches 12 indicators now.',
    fields: [field('deleted', null, true)],
    hasTheirs: true,
  },
  {
    vendor: 'virustotal',
    operation: 'ioc_stream_notification_delete',
    state: 'unknown',
    subject: 'notification 23407791592',
    indicator: null,
    reason: 'www.virustotal.com took too long to answer.',
    fields: [field('deleted', null, true)],
  },
  {
    vendor: 'crowdstrike',
    operation: 'indicator_create_v1',
    state: 'failed',
    subject: 'domain login.portal-sso.example',
    indicator: domain('login.portal-sso.example'),
    reason: duplicate,
    fields: create('login.portal-sso.example'),
  },
  {
    vendor: 'datadog',
    operation: 'CreateIoCTriageState',
    state: 'sent',
    subject: '203.0.113.9',
    indicator: { type: 'ipv4', value: '203.0.113.9' },
    fields: [field('triage_state', null, 'reviewed')],
  },
];

/** What somebody dealt with before of what is about to be changed. */
export function recallOfOutbox(value: string): { cases: string[]; verdict: 'benign' } | null {
  return value === 'update.cdn-mirror.example' ? { cases: ['CASE-0001', 'CASE-0002'], verdict: 'benign' } : null;
}

/** Queued changes of each kind and in each state. */
export function makeOutbox(connections: readonly Connection[], nowMs: number): FakeChange[] {
  return sketches.map(({ fields, indicator, hasTheirs = false, reason = null, ...line }, index) => ({
    line: {
      ...line,
      id: index + 1,
      connection: connections.find(({ vendor }) => vendor === line.vendor)?.name ?? line.vendor,
      reason,
      createdAtMs: nowMs - (index + 1) * 540_000,
      changedAtMs: nowMs - index * 60_000,
    },
    fields,
    hasTheirs,
    indicator,
  }));
}

const text = (name: string, hint: string, required = false) => ({
  name,
  place: 'query' as const,
  required,
  kind: 'text' as const,
  choices: [],
  hint,
});

/** Some of what Falcon can be asked. */
export const falconOperations: OperationChoice[] = [
  {
    name: 'indicator_combined_v1',
    kind: 'read',
    method: 'GET',
    path: '/iocs/combined/indicator/v1',
    summary: 'Indicators that match a filter',
    scope: 'IOC Management: Read',
    verified: 'recording',
    parameters: [text('filter', "FQL, e.g. type:'domain'"), text('sort', 'Property and direction')],
    denied: null,
  },
  {
    name: 'indicator_get_device_count_v1',
    kind: 'read',
    method: 'GET',
    path: '/iocs/aggregates/indicators/device-count/v1',
    summary: 'Number of hosts that saw an indicator',
    scope: 'IOC Management: Read',
    verified: 'description',
    parameters: [
      text('type', 'Type of the indicator, e.g. domain', true),
      text('value', 'Value of the indicator', true),
    ],
    denied: null,
  },
  {
    name: 'indicator_delete_v1',
    kind: 'write',
    method: 'DELETE',
    path: '/iocs/entities/indicators/v1',
    summary: 'Delete indicators by id or filter',
    scope: 'IOC Management: Write',
    verified: 'recording',
    parameters: [text('filter', "FQL, e.g. type:'domain'"), text('comment', 'For the audit log')],
    denied: 'The key lacks the right IOC Management: Write; indicator_create_v1 was refused.',
  },
];

/** The operation's input that a sketched change stands for. */
export function changeOf(line: OutboxLine, fields: OutboxDiff['fields']): Record<string, unknown> {
  const mine = Object.fromEntries(fields.map((one) => [one.name, one.mine]));
  switch (line.operation) {
    case 'CreateIoCTriageState':
      return { indicator: line.subject, ...mine };
    case 'indicator_create_v1':
      return { indicators: [mine] };
    case 'indicator_update_v1':
      return { indicators: [{ id: '8de59b570d3fb6ae', ...mine }] };
    default:
      return { filter: line.subject.replace(/^filter /, '') };
  }
}

const writesOf: Readonly<Record<string, readonly string[]>> = {
  datadog: ['CreateIoCTriageState'],
  crowdstrike: ['indicator_create_v1', 'indicator_update_v1', 'indicator_delete_v1'],
  virustotal: ['ioc_stream_notification_delete', 'ioc_stream_delete'],
};

/** What can be queued; the key of VirusTotal may only read. */
export function makeWrites(connections: readonly Connection[]): WriteChoice[] {
  return connections.flatMap(({ id, name, vendor }) =>
    (writesOf[vendor] ?? []).map((operation) => ({
      connectionId: id,
      connection: name,
      vendor,
      operation,
      summary: operation,
      scope: vendor === 'crowdstrike' ? 'IOC Management: Write' : 'the write right',
      isForIndicators: operation !== 'ioc_stream_delete',
      denied: vendor === 'virustotal' ? `The key lacks the right to delete; ${operation} was refused.` : null,
    })),
  );
}
