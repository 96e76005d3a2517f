import type { EmulatorOptions } from '../kit/emulator.ts';
import { maxEngines } from './analysis.ts';

/** Options of the VirusTotal emulator. Those about undocumented behaviour have the default that the notes suggest. */
export interface VirustotalOptions extends EmulatorOptions {
  /** Requests allowed; none by default, as contracts differ. A public key has 4 a minute and 500 a day. */
  readonly quota?: { readonly perMinute?: number; readonly perDay?: number };
  /** Whether a 429 carries `Retry-After` (seconds). Default true; the vendor does not guarantee it. */
  readonly sendsRetryAfter?: boolean;
  /** False: the licence does not include the stream, 403. Default true. */
  readonly isLicensed?: boolean;
  /** False: the user of the key is not active, 401. Default true. */
  readonly isActive?: boolean;
  /** Engines in each analysis, at most 80. Default 64. */
  readonly engines?: number;
  /** Origin that `links` are written with. Default the vendor's own, which no client may fetch. */
  readonly linkOrigin?: string;
  /** Whether members come in another order each time. Default true. */
  readonly shufflesMembers?: boolean;
  /** Whether a cursor works only with the filter and order it was issued for. Default false. */
  readonly bindsCursors?: boolean;
  /** Largest `meta.count`. Default: no cap. */
  readonly countCap?: number;
  /** Days until notifications vanish. Default 30. */
  readonly retentionDays?: number;
  /** How long a deletion by filter runs, real milliseconds. Default 250. */
  readonly deletionMs?: number;
}

/** Options with every default filled in. */
export type VirustotalSettings = Required<Omit<VirustotalOptions, keyof EmulatorOptions | 'quota'>>;

/**
 * Fills in the defaults.
 * @throws RangeError for more engines than there are.
 */
export function settle(options: VirustotalOptions): VirustotalSettings {
  const engines = options.engines ?? 64;
  if (engines < 1 || engines > maxEngines) throw new RangeError(`engines must be between 1 and ${maxEngines}`);
  return {
    engines,
    sendsRetryAfter: options.sendsRetryAfter ?? true,
    isLicensed: options.isLicensed ?? true,
    isActive: options.isActive ?? true,
    linkOrigin: options.linkOrigin ?? 'https://www.virustotal.com',
    shufflesMembers: options.shufflesMembers ?? true,
    bindsCursors: options.bindsCursors ?? false,
    countCap: options.countCap ?? Number.POSITIVE_INFINITY,
    retentionDays: options.retentionDays ?? 30,
    deletionMs: options.deletionMs ?? 250,
  };
}
