import type { EmulatorOptions } from '../kit/emulator.ts';
import type { EmptyErrorsStyle } from './envelope.ts';

/** Where the client should have gone: this emulator is then the wrong commercial cloud. */
export interface HomeCloud {
  readonly region: string;
  /** Origin of the right cloud. */
  readonly url: string;
}

/** Options of the CrowdStrike emulator. Those about undocumented behaviour have the default that the notes suggest. */
export interface CrowdstrikeOptions extends EmulatorOptions {
  /** Value of `X-Cs-Region`. Default `us-1`. */
  readonly region?: string;
  /** When given, token requests are answered 308 with the home's region and address. */
  readonly home?: HomeCloud;
  /** Default 1799. */
  readonly tokenLifetimeSeconds?: number;
  /** Child tenants that `member_cid` may name; default one, {@link defaultMemberCid}. */
  readonly memberCids?: readonly string[];
  /** False: the address is not on the allow-list, token requests get its own 403. Default true. */
  readonly isAddressAllowed?: boolean;
  /** Scopes of the API client; all by default. Missing ones get 403. */
  readonly scopes?: { readonly read?: boolean; readonly write?: boolean; readonly legacy?: boolean };
  /** Requests a minute for the customer account. Default 6,000. */
  readonly requestsPerMinute?: number;
  /** Requests a minute with a missing, malformed or expired bearer. Default 15. */
  readonly badBearerPerMinute?: number;
  /** Token requests a minute. Default 300. */
  readonly tokensPerMinute?: number;
  /** Whether a 429 says when to come back. Default true; it was missing in one report. */
  readonly sendsRetryAfter?: boolean;
  /** How `errors` looks when there are none. Default `mixed`: null, empty and absent in turn. */
  readonly emptyErrors?: EmptyErrorsStyle;
  /** Order of a search without `sort`. Default `created_on.desc`. */
  readonly defaultSort?: string;
  /** Whether searches hide deleted records unless the filter names `deleted`. Default true. */
  readonly hidesDeleted?: boolean;
  /** Largest `limit` of a search. Default 2,000; documents also say 500. */
  readonly maxPageSize?: number;
  /** Status when offset + limit exceeds 10,000. Default 500, as recorded. */
  readonly offsetWindowStatus?: 400 | 500;
  /** Most rows in one create or update. Default 2,000. */
  readonly maxRows?: number;
  /** Most ids in one read. Default 500. */
  readonly maxIds?: number;
  /** Longest query string, bytes. Default 18,500. */
  readonly maxQueryBytes?: number;
  /** Whether the tenant has Falcon for Mobile. Default false. */
  readonly hasMobile?: boolean;
}

/** The child tenant that exists unless options say otherwise. */
export const defaultMemberCid = '4f1c0b7d9a2e4c6f8b1d3e5f7a9c0b2d';

/** Options with every default filled in. */
export type CrowdstrikeSettings = Required<Omit<CrowdstrikeOptions, keyof EmulatorOptions | 'home' | 'scopes'>> & {
  readonly home: HomeCloud | undefined;
  readonly scopes: Readonly<Record<'read' | 'write' | 'legacy', boolean>>;
};

/** Fills in the defaults. */
export function settle(options: CrowdstrikeOptions): CrowdstrikeSettings {
  return {
    region: options.region ?? 'us-1',
    home: options.home,
    tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 1799,
    memberCids: options.memberCids ?? [defaultMemberCid],
    isAddressAllowed: options.isAddressAllowed ?? true,
    scopes: { read: true, write: true, legacy: true, ...options.scopes },
    requestsPerMinute: options.requestsPerMinute ?? 6000,
    badBearerPerMinute: options.badBearerPerMinute ?? 15,
    tokensPerMinute: options.tokensPerMinute ?? 300,
    sendsRetryAfter: options.sendsRetryAfter ?? true,
    emptyErrors: options.emptyErrors ?? 'mixed',
    defaultSort: options.defaultSort ?? 'created_on.desc',
    hidesDeleted: options.hidesDeleted ?? true,
    maxPageSize: options.maxPageSize ?? 2000,
    offsetWindowStatus: options.offsetWindowStatus ?? 500,
    maxRows: options.maxRows ?? 2000,
    maxIds: options.maxIds ?? 500,
    maxQueryBytes: options.maxQueryBytes ?? 18_500,
    hasMobile: options.hasMobile ?? false,
  };
}
