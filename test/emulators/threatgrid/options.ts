import type { EmulatorOptions } from '../kit/emulator.ts';
import type { ThreatgridFeed } from './feeds.ts';

/** What is not known about the service, each with the default we assume. */
export interface ThreatgridOptions extends EmulatorOptions {
  /** Page size of a feed when none is asked for. Default 1,000 each. */
  readonly defaultLimits?: Partial<Readonly<Record<ThreatgridFeed, number>>>;
  /** Largest page; `items_per_page` tells what was granted. Default 100,000. */
  readonly maximumLimit?: number;
  /** Largest offset; beyond it 400. Default none. */
  readonly maximumOffset?: number;
  /** How far back a request without `after` reaches. Default: everything. */
  readonly defaultWindowMs?: number;
  /** Whether a record exactly at `after` is in, and one exactly at `before`. Defaults true, false. */
  readonly isAfterInclusive?: boolean;
  readonly isBeforeInclusive?: boolean;
  /** `after` later than `before`: 400 (default) or an empty page. */
  readonly reversedWindow?: 'refuse' | 'empty';
  /** Whether answers carry `request_id`. Default false. */
  readonly hasRequestId?: boolean;
  /** Whether artifacts carry `artifact_sha1`. Default false. */
  readonly hasArtifactSha1?: boolean;
}

/** All options that concern behaviour, filled in. */
export type ThreatgridBehaviour = Required<Omit<ThreatgridOptions, keyof EmulatorOptions>>;

/** Fills in the defaults. */
export function behaviourOf(options: ThreatgridOptions): ThreatgridBehaviour {
  return {
    defaultLimits: options.defaultLimits ?? {},
    maximumLimit: options.maximumLimit ?? 100_000,
    maximumOffset: options.maximumOffset ?? Number.MAX_SAFE_INTEGER,
    defaultWindowMs: options.defaultWindowMs ?? Number.POSITIVE_INFINITY,
    isAfterInclusive: options.isAfterInclusive ?? true,
    isBeforeInclusive: options.isBeforeInclusive ?? false,
    reversedWindow: options.reversedWindow ?? 'refuse',
    hasRequestId: options.hasRequestId ?? false,
    hasArtifactSha1: options.hasArtifactSha1 ?? false,
  };
}
