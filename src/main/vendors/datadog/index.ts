import * as z from 'zod';
import type { HttpAnswer, SecretFields } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readCount, readDelay, readRetryAfter } from '../kit/hints.ts';
import type { Authorizer, AuthorizerContext, RateReading, VendorModule, VendorSite } from '../vendor.ts';
import { diagnoseKeys } from './diagnose.ts';
import { readDatadogError } from './errors.ts';
import { indicatorInquiry } from './inquiry.ts';
import { datadogOperations } from './operations/index.ts';
import { triagePush } from './push.ts';
import { datadogSearchText } from './search-text.ts';
import { indicatorsStream, viewStreams } from './sync.ts';

/** The site is the domain of Datadog's web address; keys are bound to one site. */
const sites: readonly VendorSite[] = (
  [
    ['datadoghq.com', 'US1'],
    ['us3.datadoghq.com', 'US3'],
    ['us5.datadoghq.com', 'US5'],
    ['datadoghq.eu', 'EU1'],
    ['ap1.datadoghq.com', 'AP1'],
    ['ap2.datadoghq.com', 'AP2'],
    ['uk1.datadoghq.com', 'UK1'],
    ['ddog-gov.com', 'US1-FED'],
    ['us2.ddog-gov.com', 'US2-FED'],
  ] as const
).map(([domain, label]) => ({ id: domain, label: `${label} (${domain})`, origin: `https://api.${domain}` }));

/** Datadog Cloud SIEM: the IoC explorer. Beta at the vendor; see README.md. */
export const datadog: VendorModule = {
  id: 'datadog',
  displayName: 'Datadog',
  credentialFields: [
    {
      name: 'apiKey',
      label: 'API key',
      required: true,
      hint: 'Organization Settings, API Keys.',
    },
    {
      name: 'applicationKey',
      label: 'Application key',
      required: true,
      hint: 'Organization Settings, Application Keys; needs security_monitoring_signals_read.',
    },
  ],
  credentialSchema: z.strictObject({
    apiKey: z.string().trim().min(1).max(256),
    applicationKey: z.string().trim().min(1).max(256),
  }),
  sites,
  defaultOrigin: 'https://api.datadoghq.com',
  streams: [indicatorsStream, ...viewStreams],
  operations: datadogOperations,
  pushes: [triagePush],
  inquiries: [indicatorInquiry],
  searchText: datadogSearchText,
  triageOperation: triagePush.operation,
  // The explorer lists what the organisation's own logs held.
  recordsSightings: true,
  concurrency: 1,
  createAuthorizer,
  // The key check of the API looks at one of the two keys only; this one proves both and the right.
  testRequest: { method: 'GET', path: '/api/v2/security/siem/ioc-explorer', query: [['limit', '1']] },
  diagnose: diagnoseKeys,
  readRate,
  readError: readDatadogError,
};

function createAuthorizer({ secrets }: AuthorizerContext): Authorizer {
  const headers = {
    'dd-api-key': requireField(secrets, 'apiKey'),
    'dd-application-key': requireField(secrets, 'applicationKey'),
  };
  return {
    authorize: () => Promise.resolve({ headers, query: [] }),
    renew: () => false,
    close: () => Promise.resolve(),
  };
}

function requireField(secrets: SecretFields, name: string) {
  const secret = secrets[name];
  if (secret === undefined) throw new AppError('credential.missing', `The secret field ${name} is missing.`);
  return secret;
}

/** `X-RateLimit-Reset` is a duration in seconds. Source: Datadog API, "Rate Limits". */
function readRate(answer: HttpAnswer, nowMs: number): RateReading {
  const { headers, status } = answer;
  const resetAtMs = readDelay(headers['x-ratelimit-reset'], nowMs);
  return {
    limit: readCount(headers['x-ratelimit-limit']),
    remaining: readCount(headers['x-ratelimit-remaining']),
    resetAtMs,
    retryAtMs: status === 429 ? (readRetryAfter(answer, nowMs) ?? resetAtMs) : null,
  };
}
