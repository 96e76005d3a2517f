import type { EmulatorOptions } from '../kit/emulator.ts';

/** What Datadog's documentation leaves open, each with the default we assume. */
export interface DatadogOptions extends EmulatorOptions {
  /** Page size when none is asked for. Default 50. */
  readonly defaultLimit?: number;
  /** Largest page; more is cut down to it, or refused with `overLimit: 'refuse'`. Default 1,000. */
  readonly maximumLimit?: number;
  readonly overLimit?: 'clamp' | 'refuse';
  /** Largest offset; beyond it 400. Default none. */
  readonly maximumOffset?: number;
  /** Status for missing or wrong keys on v2. Default 403. */
  readonly authFailureStatus?: 401 | 403;
  /** Status when an existing triage state is updated. Default 201. */
  readonly triageUpdateStatus?: 200 | 201;
  /** Triage of an indicator the explorer does not hold. Default `refuse` (400). */
  readonly unknownTriage?: 'accept' | 'refuse';
  /** Whether the keys may write triage states. Default true; false: 403. */
  readonly mayTriage?: boolean;
}

/** All options that concern behaviour, filled in. */
export type DatadogBehaviour = Required<Omit<DatadogOptions, keyof EmulatorOptions>>;

/** Fills in the defaults. */
export function behaviourOf(options: DatadogOptions): DatadogBehaviour {
  return {
    defaultLimit: options.defaultLimit ?? 50,
    maximumLimit: options.maximumLimit ?? 1000,
    overLimit: options.overLimit ?? 'clamp',
    maximumOffset: options.maximumOffset ?? Number.MAX_SAFE_INTEGER,
    authFailureStatus: options.authFailureStatus ?? 403,
    triageUpdateStatus: options.triageUpdateStatus ?? 201,
    unknownTriage: options.unknownTriage ?? 'refuse',
    mayTriage: options.mayTriage ?? true,
  };
}
