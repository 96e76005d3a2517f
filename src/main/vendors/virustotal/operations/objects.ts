/** Reads of the four kinds of objects. */
import { isIP } from 'node:net';
import * as z from 'zod';
import { defineOperation } from '../../kit/define-operation.ts';

const scope = 'any API key';

const objectSchema = z.looseObject({
  data: z.looseObject({ id: z.string(), type: z.string(), attributes: z.looseObject({}).nullish() }),
});

/** A file by any of its hashes. */
export const fileOperation = defineOperation({
  name: 'file_get',
  kind: 'read',
  method: 'GET',
  path: '/api/v3/files/{id}',
  summary: 'A file by its SHA-256, SHA-1 or MD5',
  scope,
  verified: 'recording',
  parameters: {
    path: {
      id: z
        .string()
        .regex(/^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i, 'must be an MD5, SHA-1 or SHA-256 hash')
        .describe('SHA-256, SHA-1 or MD5'),
    },
  },
  output: objectSchema,
});

/** A URL by its id: the URL itself is brought to that form here. */
export const urlOperation = defineOperation({
  name: 'url_get',
  kind: 'read',
  method: 'GET',
  path: '/api/v3/urls/{id}',
  summary: 'A URL by its id, or by the URL itself',
  scope,
  verified: 'recording',
  parameters: { path: { id: z.string().min(1).max(8_192).describe('SHA-256 of the URL, its base64url, or the URL') } },
  place: { path: ({ id }) => `/api/v3/urls/${nameUrlId(String(id))}` },
  output: objectSchema,
});

/** A domain. */
export const domainOperation = defineOperation({
  name: 'domain_get',
  kind: 'read',
  method: 'GET',
  path: '/api/v3/domains/{domain}',
  summary: 'A domain',
  scope,
  verified: 'recording',
  parameters: {
    path: {
      domain: z
        .string()
        .regex(/^[^\s/?#]{1,253}$/, 'must be a domain name')
        .describe('Domain name'),
    },
  },
  output: objectSchema,
});

/** An address. */
export const addressOperation = defineOperation({
  name: 'ip_address_get',
  kind: 'read',
  method: 'GET',
  path: '/api/v3/ip_addresses/{ip}',
  summary: 'An IP address',
  scope,
  verified: 'description',
  parameters: {
    path: {
      ip: z
        .string()
        .refine((text) => isIP(text) !== 0, 'must be an IPv4 or IPv6 address')
        .describe('IPv4 or IPv6 address'),
    },
  },
  output: objectSchema,
});

/** base64url without padding, as the vendor's own client makes it; what is an id already stays. */
function nameUrlId(text: string): string {
  return /^[\w-]+$/.test(text) ? text : Buffer.from(text, 'utf8').toString('base64url');
}
