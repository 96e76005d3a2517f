import type { VendorDescription } from '#shared/contract/schemas.ts';
import type { Connection, SyncRun } from '#shared/model/connection.ts';
import { connectionIdSchema } from '#shared/model/ids.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const text = (name: string, hint: string) => ({ name, kind: 'text' as const, choices: [], hint });

/** Vendor descriptions shaped like the real ones, with enough of each kind of option to draw every control. */
export const fakeVendors: readonly VendorDescription[] = [
  {
    id: 'datadog',
    displayName: 'Datadog',
    credentialFields: [
      { name: 'apiKey', label: 'API key', required: true, hint: 'Organization settings, API keys.' },
      {
        name: 'applicationKey',
        label: 'Application key',
        required: true,
        hint: 'Needs the scope security_monitoring_signals_read.',
      },
    ],
    sites: [
      { id: 'datadoghq.com', label: 'US1 (datadoghq.com)', origin: 'https://api.datadoghq.com' },
      { id: 'datadoghq.eu', label: 'EU1 (datadoghq.eu)', origin: 'https://api.datadoghq.eu' },
    ],
    defaultOrigin: 'https://api.datadoghq.com',
    inquiries: 1,
    searchLabel: 'Datadog query',
    accountOptions: [],
    streams: [
      {
        id: 'indicators',
        displayName: 'Indicators',
        options: [
          text('query', 'Only what this Datadog query finds.'),
          { name: 'limit', kind: 'integer', choices: [], hint: 'Records per page, 1 to 1000.' },
          { name: 'ocsf', kind: 'boolean', choices: [], hint: 'OCSF field names.' },
          { name: 'triage_state', kind: 'choice', choices: ['reviewed', 'not_reviewed'], hint: 'Only this state.' },
        ],
      },
    ],
  },
  {
    id: 'crowdstrike',
    displayName: 'CrowdStrike Falcon',
    credentialFields: [
      { name: 'clientId', label: 'Client id', required: true, hint: 'API clients and keys, scope IOC Management.' },
      { name: 'clientSecret', label: 'Client secret', required: true, hint: 'Shown once when the client is made.' },
      { name: 'memberCid', label: 'Member CID', required: false, hint: 'For Flight Control parents.' },
    ],
    sites: [
      { id: 'us-1', label: 'US-1', origin: 'https://api.crowdstrike.com' },
      { id: 'eu-1', label: 'EU-1', origin: 'https://api.eu-1.crowdstrike.com' },
    ],
    defaultOrigin: 'https://api.crowdstrike.com',
    inquiries: 2,
    searchLabel: 'Falcon query (FQL)',
    accountOptions: [],
    streams: [{ id: 'indicators', displayName: 'Indicators', options: [text('filter', 'FQL.')] }],
  },
  {
    id: 'threatgrid',
    displayName: 'Threat Grid',
    credentialFields: [{ name: 'apiKey', label: 'API key', required: true, hint: 'My account, API key.' }],
    sites: [{ id: 'us', label: 'US', origin: 'https://panacea.threatgrid.com' }],
    defaultOrigin: 'https://panacea.threatgrid.com',
    inquiries: 0,
    searchLabel: null,
    accountOptions: [],
    streams: ['ips', 'domains', 'urls', 'artifacts', 'paths', 'network_streams', 'registry_keys'].map((id) => ({
      id,
      displayName: `${id[0]?.toUpperCase()}${id.slice(1).replace('_', ' ')}`,
      options: [],
    })),
  },
  {
    id: 'virustotal',
    displayName: 'VirusTotal',
    credentialFields: [{ name: 'apiKey', label: 'API key', required: true, hint: 'Needs a plan with IoC Stream.' }],
    sites: [],
    defaultOrigin: 'https://www.virustotal.com',
    inquiries: 1,
    searchLabel: null,
    accountOptions: [],
    streams: [{ id: 'ioc_stream', displayName: 'IoC Stream', options: [] }],
  },
];

const idOf = (digit: number) => connectionIdSchema.parse(`c-${String(digit).repeat(16)}`);

/** One connection per vendor, each in another state. */
export function makeConnections(nowMs: number): Connection[] {
  const base = {
    site: null,
    baseUrl: null,
    hasSecret: true,
    secretKeptIn: 'keychain' as const,
    options: {},
    retentionDays: null,
    syncEveryMinutes: 60,
    possibleLoss: null,
    createdAtMs: nowMs - 900 * hourMs,
  };
  return [
    {
      ...base,
      id: idOf(1),
      name: 'datadog-prod',
      vendor: 'datadog',
      site: 'datadoghq.eu',
      streams: ['indicators'],
      options: { indicators: { limit: 500, query: 'severity:high' } },
      lastCompleteAtMs: nowMs - 4 * minuteMs,
      state: 'complete',
    },
    {
      ...base,
      id: idOf(2),
      name: 'falcon',
      vendor: 'crowdstrike',
      site: 'eu-1',
      streams: ['indicators'],
      lastCompleteAtMs: nowMs - 26 * hourMs,
      state: 'incomplete',
    },
    {
      ...base,
      id: idOf(3),
      name: 'threatgrid',
      vendor: 'threatgrid',
      site: 'us',
      streams: fakeVendors[2]?.streams.map((stream) => stream.id) ?? [],
      lastCompleteAtMs: nowMs - 3 * hourMs,
      state: 'complete',
      secretKeptIn: 'memory',
    },
    {
      ...base,
      id: idOf(4),
      name: 'virustotal',
      vendor: 'virustotal',
      streams: ['ioc_stream'],
      lastCompleteAtMs: null,
      state: 'failed',
    },
  ];
}

/** Runs with every outcome, newest first. */
export function makeRuns(connections: readonly Connection[], nowMs: number): SyncRun[] {
  const runs: SyncRun[] = [];
  for (const connection of connections) {
    for (const [at, stream] of connection.streams.entries()) {
      for (let back = 0; back < 4; back += 1) {
        const total = 12_400 + at * 913 - back * 37;
        const isShort = connection.state === 'incomplete' && back === 0;
        const hasFailed = connection.state === 'failed';
        const startedAtMs = nowMs - (back * 6 + 0.1) * hourMs - at * minuteMs;
        runs.push({
          id: runs.length + 1,
          connection: connection.name,
          stream,
          startedAtMs,
          finishedAtMs: startedAtMs + 41_300 + at * 900,
          status: hasFailed ? 'failed' : isShort ? 'incomplete' : 'complete',
          expected: connection.vendor === 'threatgrid' ? null : total,
          received: hasFailed ? 0 : isShort ? total - 312 : total,
          stored: hasFailed ? 0 : back === 3 ? total : 214 - back,
          unchanged: hasFailed || back === 3 ? 0 : total - 214,
          rejected: isShort ? 3 : 0,
          pages: hasFailed ? 0 : 25,
          requests: hasFailed ? 1 : 26,
          waitedMs: 0,
          error: hasFailed
            ? { code: 'vendor.forbidden', message: 'The key is valid but has no right to the IoC Stream (403).' }
            : isShort
              ? { code: 'vendor.badResponse', message: 'Page 24 broke off twice.' }
              : null,
        });
      }
    }
  }
  return runs;
}
