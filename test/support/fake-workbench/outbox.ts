import type { Connection } from '#shared/model/connection.ts';
import type { OutboxItem, TenantWords } from '#shared/model/outbox.ts';

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

const falconId = '8de59b570d3fb6aecb0e872cc2dece513aa3f121e94be2803423372eef2023a5';

/** Queued changes of each kind and in each state. */
export function makeOutbox(connections: readonly Connection[], nowMs: number): OutboxItem[] {
  const of = (vendor: string): Pick<OutboxItem, 'connectionId' | 'connection' | 'vendor'> | undefined => {
    const found = connections.find((one) => one.vendor === vendor);
    return found === undefined ? undefined : { connectionId: found.id, connection: found.name, vendor };
  };
  const [datadog, falcon, virustotal] = [of('datadog'), of('crowdstrike'), of('virustotal')];
  if (datadog === undefined || falcon === undefined || virustotal === undefined) return [];
  const row = { action: 'detect', severity: 'high', platforms: ['windows', 'linux'], applied_globally: true };
  const create = (value: string) => ({ indicators: [{ ...row, type: 'domain', value, tags: ['CASE-0002'] }] });
  const record = {
    id: falconId,
    type: 'domain',
    value: 'update.cdn-mirror.example',
    action: 'detect',
    severity: 'low',
  };
  const duplicate = "Warning: Duplicate type: 'domain' and value: 'login.portal-sso.example' combination.";
  const items: readonly (Pick<OutboxItem, 'operation' | 'state' | 'change'> & Partial<OutboxItem>)[] = [
    {
      ...datadog,
      operation: 'CreateIoCTriageState',
      state: 'queued',
      change: { indicator: '198.51.100.77', triage_state: 'reviewed' },
      base: { indicator: '198.51.100.77', triage_state: 'not_reviewed' },
    },
    { ...falcon, operation: 'indicator_create_v1', state: 'queued', change: create('c2.paste-sync.example') },
    {
      ...falcon,
      operation: 'indicator_update_v1',
      state: 'conflict',
      reason: 'The indicator was changed at Falcon since.',
      change: { indicators: [{ id: falconId, severity: 'critical', action: 'prevent' }] },
      base: record,
      result: { theirs: { ...record, severity: 'medium', modified_by: 'maya.lindqvist@soc.example' } },
    },
    {
      ...falcon,
      operation: 'indicator_delete_v1',
      state: 'conflict',
      reason: 'The filter matches 12 indicators now.',
      change: { filter: "source:'old-feed'+expired:true", comment: 'Clean-up' },
      result: { theirs: { matches: 12, newest: '2026-11-18T10:00:00Z' } },
    },
    {
      ...virustotal,
      operation: 'ioc_stream_notification_delete',
      state: 'unknown',
      reason: 'www.virustotal.com took too long to answer.',
      change: { id: '23407791592' },
    },
    {
      ...falcon,
      operation: 'indicator_create_v1',
      state: 'failed',
      reason: duplicate,
      change: create('login.portal-sso.example'),
      result: { messages: [{ row: 7, message_type: 'warning', message: duplicate }] },
    },
    {
      ...datadog,
      operation: 'CreateIoCTriageState',
      state: 'sent',
      change: { indicator: '203.0.113.9', triage_state: 'reviewed' },
      base: { indicator: '203.0.113.9' },
    },
  ];
  return items.map((item, index) => ({
    connectionId: datadog.connectionId,
    connection: datadog.connection,
    vendor: datadog.vendor,
    indicatorId: null,
    reason: null,
    base: null,
    result: null,
    createdAtMs: nowMs - (index + 1) * 540_000,
    changedAtMs: nowMs - index * 60_000,
    ...item,
    id: index + 1,
  }));
}
