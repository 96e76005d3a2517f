import * as z from 'zod';
import type { HttpAnswer, SecretFields } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { QuotaRule } from '#shared/model/quota.ts';
import type { StreamOptionValues } from '../inquiry.ts';
import { readRetryAfter } from '../kit/hints.ts';
import { numberOption } from '../kit/query.ts';
import type { Authorizer, AuthorizerContext, RateReading, VendorModule } from '../vendor.ts';
import { readVirustotalError, virustotalName } from './errors.ts';
import { objectInquiry } from './inquiry.ts';
import { virustotalOperations } from './operations/index.ts';
import { virustotalPushes } from './push.ts';
import { credentialSchema } from './schema.ts';
import { iocStream } from './sync.ts';

/** The vendor sends `gti_assessment` only to tools that name themselves. */
const tool = 'sightline';

/** Without `Retry-After` the vendor's own poller waits so long; quotas are per minute, day and month. */
const usualRetryMs = 60_000;

const quotaSchema = z.number().int().min(1).max(10_000_000);

/** VirusTotal / Google Threat Intelligence: the IoC stream; see README.md. */
export const virustotal: VendorModule = {
  id: 'virustotal',
  displayName: virustotalName,
  credentialFields: [
    {
      name: 'apiKey',
      label: 'API key',
      required: true,
      hint: 'Your user menu, API key; the IoC stream needs a Google Threat Intelligence licence.',
    },
  ],
  credentialSchema,
  sites: [],
  defaultOrigin: 'https://www.virustotal.com',
  streams: [iocStream],
  operations: virustotalOperations,
  pushes: virustotalPushes,
  inquiries: [objectInquiry],
  authOptionsSchema: z.strictObject({
    quota_minute: quotaSchema.describe('Requests a minute that your contract allows; a public key has 4').optional(),
    quota_day: quotaSchema.describe('Requests a day (UTC) that your contract allows; a public key has 500').optional(),
  }),
  concurrency: 2,
  quotas,
  createAuthorizer,
  testRequest: {
    method: 'GET',
    path: '/api/v3/ioc_stream',
    query: [
      ['limit', '1'],
      ['descriptors_only', 'true'],
    ],
  },
  readRate,
  readError: readVirustotalError,
};

/** The vendor tells neither limit nor what is left: both are counted here. */
function quotas(options: StreamOptionValues): readonly QuotaRule[] {
  return [
    { name: 'minute', limit: numberOption(options, 'quota_minute') ?? null, periodMs: 60_000, isAligned: false },
    { name: 'day', limit: numberOption(options, 'quota_day') ?? null, periodMs: 86_400_000, isAligned: true },
  ];
}

function createAuthorizer({ secrets }: AuthorizerContext): Authorizer {
  const headers = { 'x-apikey': requireKey(secrets), 'x-tool': tool };
  return {
    authorize: () => Promise.resolve({ headers, query: [] }),
    renew: () => false,
    close: () => Promise.resolve(),
  };
}

function requireKey({ apiKey }: SecretFields) {
  if (apiKey === undefined) throw new AppError('credential.missing', `The API key for ${virustotalName} is missing.`);
  return apiKey;
}

/**
 * Quotas are not told in headers; a 429 may carry `Retry-After`. An exhausted daily quota says the same as one of the
 * minute: if it does not say how long, a few waits of a minute show which it was.
 */
function readRate(answer: HttpAnswer, nowMs: number): RateReading {
  const retryAtMs = answer.status === 429 ? (readRetryAfter(answer, nowMs) ?? nowMs + usualRetryMs) : null;
  return { limit: null, remaining: null, resetAtMs: null, retryAtMs };
}
