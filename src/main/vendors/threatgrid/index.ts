import * as z from 'zod';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readRetryAfter } from '../kit/hints.ts';
import { peekJson } from '../kit/json-answer.ts';
import { textOption } from '../kit/query.ts';
import { errorForStatus } from '../kit/vendor-errors.ts';
import type { Authorizer, AuthorizerContext, RateReading, VendorModule } from '../vendor.ts';
import { curatedStream } from './curated/stream.ts';
import { threatgridOperations } from './operations/index.ts';
import { threatgridErrorSchema } from './schema.ts';
import { threatgridStreams } from './sync.ts';

const displayName = 'Threat Grid';

/** The right that a user's key needs, as the console names it. */
const scope = 'API access';

/** Cisco Secure Malware Analytics (Threat Grid): the IOC feeds. See README.md. */
export const threatgrid: VendorModule = {
  id: 'threatgrid',
  displayName,
  credentialFields: [{ name: 'apiKey', label: 'API key', required: true, hint: 'My Account, API Key.' }],
  // Its length is not enforced: sources disagree.
  credentialSchema: z.strictObject({ apiKey: z.string().trim().min(1).max(256) }),
  sites: [
    { id: 'us', label: 'US (panacea.threatgrid.com)', origin: 'https://panacea.threatgrid.com' },
    { id: 'eu', label: 'EU (panacea.threatgrid.eu)', origin: 'https://panacea.threatgrid.eu' },
    { id: 'ca', label: 'Canada (panacea.threatgrid.ca)', origin: 'https://panacea.threatgrid.ca' },
    { id: 'au', label: 'Australia (panacea.threatgrid.com.au)', origin: 'https://panacea.threatgrid.com.au' },
  ],
  defaultOrigin: 'https://panacea.threatgrid.com',
  streams: [...threatgridStreams, curatedStream],
  operations: threatgridOperations,
  pushes: [],
  // A record is one value in one run of a sample.
  recordsSightings: true,
  authOptionsSchema: z.strictObject({
    form: z
      .enum(['header', 'query'])
      .describe('How the key is sent; query puts it into addresses, for appliances that know no other form')
      .optional(),
  }),
  // No limit of feed calls is published; more than one at a time is asking for trouble.
  concurrency: 1,
  createAuthorizer,
  testRequest: { method: 'GET', path: '/api/v3/session/whoami', query: [] },
  readRate,
  readError,
};

/** Header by default: the key then stands in no address. */
function createAuthorizer({ secrets, options }: AuthorizerContext): Authorizer {
  const { apiKey } = secrets;
  if (apiKey === undefined) throw new AppError('credential.missing', 'The secret field apiKey is missing.');
  const authorization =
    textOption(options, 'form') === 'query'
      ? { headers: {}, query: [['api_key', apiKey]] as const }
      : { headers: { authorization: new Secret(`bearer ${apiKey.reveal()}`) }, query: [] };
  return {
    authorize: () => Promise.resolve(authorization),
    renew: () => false,
    close: () => Promise.resolve(),
  };
}

/** Nothing is told ahead; a refusal may carry `Retry-After`. */
function readRate(answer: HttpAnswer, nowMs: number): RateReading {
  const retryAtMs = answer.status === 429 || answer.status === 503 ? readRetryAfter(answer, nowMs) : null;
  return { limit: null, remaining: null, resetAtMs: null, retryAtMs };
}

/**
 * Translates an error: the first entry of `errors`, then `message`, then the status. An `error` inside a status 200 counts
 * as one. Source: the envelope as clients of the vendor read it.
 */
function readError(answer: HttpAnswer): AppError | undefined {
  const parsed = threatgridErrorSchema.safeParse(peekJson(answer));
  const isSuccess = answer.status >= 200 && answer.status < 300;
  if (!parsed.success) {
    return isSuccess ? undefined : errorForStatus({ vendor: displayName, status: answer.status, words: null, scope });
  }
  const { error } = parsed.data;
  const [first] = error.errors ?? [];
  const stated = first?.code ?? error.code ?? 0;
  const status = isSuccess ? (stated >= 400 && stated < 600 ? stated : 500) : answer.status;
  return errorForStatus({ vendor: displayName, status, words: first?.message ?? error.message ?? null, scope });
}
