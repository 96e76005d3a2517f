/**
 * What the vendors' documents name: operations with their parameters. CrowdStrike's and Datadog's come from the machine-readable
 * slices beside the recordings; those of Threat Grid and VirusTotal are written down from the vendors' pages, which have none.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** One documented operation: parameters by place. A body's are the members of its innermost object that a caller fills. */
export interface DocumentedOperation {
  readonly vendor: string;
  readonly method: string;
  /** Path parameters in braces are compared by position only. */
  readonly path: string;
  readonly parameters: readonly string[];
}

const parameterSchema = z.looseObject({ in: z.string(), name: z.string() });
const methodsSchema = z.record(
  z.string(),
  z.looseObject({ operationId: z.string(), parameters: z.array(parameterSchema).optional() }),
);
const sliceSchema = z.looseObject({
  paths: z.record(z.string(), methodsSchema),
  definitions: z
    .record(z.string(), z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() }))
    .optional(),
});

function readSlice(path: string): z.infer<typeof sliceSchema> {
  return sliceSchema.parse(JSON.parse(readFileSync(new URL(`../fixtures/vendors/${path}`, import.meta.url), 'utf8')));
}

/** Tokens are the authorizer's matter; the grammar of the data-frame query is not public. */
const leftOut = /oauth2|sdmf/;

const bodies: Readonly<Record<string, string>> = {
  'POST /iocs/aggregates/indicators/v1': 'MsaAggregateQueryRequest',
  'POST /iocs/entities/indicators/v1': 'APIIndicatorCreateReqsV1',
  'PATCH /iocs/entities/indicators/v1': 'APIIndicatorUpdateReqsV1',
  'POST /iocs/entities/indicators-reports/v1': 'APIIndicatorsReportRequest',
};

function readFalcon(): readonly DocumentedOperation[] {
  const slice = readSlice('crowdstrike/swagger-slice.json');
  return Object.entries(slice.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(() => !leftOut.test(path))
      .map(([name, { parameters = [] }]) => {
        const method = name.toUpperCase();
        const body = slice.definitions?.[bodies[`${method} ${path}`] ?? '']?.properties ?? {};
        const query = parameters.filter((one) => one.in === 'query').map((one) => one.name);
        return { vendor: 'crowdstrike', method, path, parameters: [...new Set([...query, ...Object.keys(body)])] };
      }),
  );
}

function readDatadog(): readonly DocumentedOperation[] {
  const slice = readSlice('datadog/openapi-slice.json');
  const described = Object.entries(slice.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, { parameters = [] }]) => ({
      vendor: 'datadog',
      method: name.toUpperCase(),
      path,
      parameters: path.endsWith('/triage') ? ['indicator', 'triage_state'] : parameters.map((one) => one.name),
    })),
  );
  return [...described, { vendor: 'datadog', method: 'GET', path: '/api/v1/validate', parameters: [] }];
}

const commonFeed = [
  'after',
  'before',
  'confidence',
  'severity',
  'ioc',
  'org_only',
  'user_only',
  'sample',
  'limit',
  'offset',
];

const others: readonly DocumentedOperation[] = [
  {
    vendor: 'threatgrid',
    method: 'GET',
    path: '/api/v2/iocs/feeds/{feedname}',
    parameters: [
      'feedname',
      ...commonFeed,
      ...['ip', 'port', 'domain', 'url', 'sha256', 'sha1', 'md5', 'path', 'registry_key'],
    ],
  },
  {
    vendor: 'threatgrid',
    method: 'GET',
    path: '/api/v3/feeds/{name}_{date}.{format}',
    parameters: ['name', 'date', 'format', 'after', 'before'],
  },
  { vendor: 'threatgrid', method: 'GET', path: '/api/v3/session/whoami', parameters: [] },
  { vendor: 'threatgrid', method: 'GET', path: '/api/v3/users/{login}/rate-limit', parameters: ['login'] },
  {
    vendor: 'virustotal',
    method: 'GET',
    path: '/api/v3/ioc_stream',
    parameters: ['limit', 'descriptors_only', 'filter', 'order', 'cursor'],
  },
  { vendor: 'virustotal', method: 'DELETE', path: '/api/v3/ioc_stream', parameters: ['filter'] },
  { vendor: 'virustotal', method: 'GET', path: '/api/v3/ioc_stream_notifications/{id}', parameters: ['id'] },
  { vendor: 'virustotal', method: 'DELETE', path: '/api/v3/ioc_stream_notifications/{id}', parameters: ['id'] },
  { vendor: 'virustotal', method: 'GET', path: '/api/v3/files/{id}', parameters: ['id'] },
  { vendor: 'virustotal', method: 'GET', path: '/api/v3/urls/{id}', parameters: ['id'] },
  { vendor: 'virustotal', method: 'GET', path: '/api/v3/domains/{domain}', parameters: ['domain'] },
  { vendor: 'virustotal', method: 'GET', path: '/api/v3/ip_addresses/{ip}', parameters: ['ip'] },
];

/** Every operation that a vendor's documents name. */
export const documentedOperations: readonly DocumentedOperation[] = [...readFalcon(), ...readDatadog(), ...others];
