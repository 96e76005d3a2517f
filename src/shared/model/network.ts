import * as z from 'zod';
import { connectionIdSchema } from './ids.ts';

export const proxyModes = ['system', 'none', 'manual'] as const;

/** How calls to vendors leave this computer; the login of a proxy is a secret and stands elsewhere. */
export const proxySettingsSchema = z.strictObject({
  /** `system`: HTTPS_PROXY, HTTP_PROXY and NO_PROXY decide. */
  mode: z.enum(proxyModes),
  /** With `manual`: `http://host:port` or `https://host:port`, without a login. */
  origin: z.string().max(2_048).nullable(),
  /** With `manual`: hosts that are asked directly, spelt as in NO_PROXY. */
  bypass: z.array(z.string().min(1).max(253)).max(200),
  /** With `manual`: this computer's own services are asked through the proxy too. */
  includesLoopback: z.boolean(),
});
export type ProxySettings = z.infer<typeof proxySettingsSchema>;

/** A certificate that is trusted beside those of the system; its texts are as hostile as any. */
export const trustedAuthoritySchema = z.strictObject({
  /** SHA-256 of the certificate, hexadecimal. */
  fingerprint: z.string(),
  subject: z.string(),
  issuer: z.string(),
  expiresAtMs: z.number(),
  /** The one connection it is trusted for; null: all. */
  connectionId: connectionIdSchema.nullable(),
});
export type TrustedAuthority = z.infer<typeof trustedAuthoritySchema>;

/** Everything about the way to the vendors. */
export const networkSettingsSchema = z.strictObject({
  proxy: proxySettingsSchema,
  /** Whether a login for the proxy is in the keychain. */
  hasProxyLogin: z.boolean(),
  /** What the system's variables name, without a login; null: nothing. */
  systemProxy: z.string().nullable(),
  authorities: z.array(trustedAuthoritySchema),
});
export type NetworkSettings = z.infer<typeof networkSettingsSchema>;

/** Hosts separated by commas or blanks, as NO_PROXY holds them. */
export function splitBypassText(text: string): readonly string[] {
  return text.split(/[,\s]+/).filter((entry) => entry !== '');
}

/** Text of PEM files. */
export const pemTextSchema = z.string().min(1).max(262_144);
