import { type IocType, iocSeverities } from './record.ts';

const HASHES: readonly IocType[] = ['md5', 'sha256'];
const EVERYTHING: readonly IocType[] = ['ipv4', 'ipv6', 'domain', 'md5', 'sha256'];
const DESKTOP = ['windows', 'mac', 'linux'] as const;

/** One entry of `actions/v1`: on which platforms an action works for which type, and the severities it may carry. */
export interface IocAction {
  readonly id: string;
  readonly platforms_by_type: Readonly<Record<string, readonly string[]>>;
  readonly severities: readonly string[];
}

/**
 * The actions the tenant has. Addresses and domains can only be watched; hashes can be prevented and allowed.
 * Source: the usual console rules; the vendor does not document the table.
 */
export const iocActions: readonly IocAction[] = [
  { id: 'no_action', platforms_by_type: byType(EVERYTHING), severities: [] },
  { id: 'allow', platforms_by_type: byType(HASHES), severities: [] },
  { id: 'prevent_no_ui', platforms_by_type: byType(HASHES), severities: [...iocSeverities] },
  { id: 'prevent', platforms_by_type: byType(HASHES), severities: [...iocSeverities] },
  { id: 'detect', platforms_by_type: byType(EVERYTHING), severities: [...iocSeverities] },
];

/** Values of `mobile_action`. */
export const mobileActions = ['no_action', 'allow', 'detect', 'prevent'] as const;

function byType(types: readonly IocType[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(types.map((type) => [type, DESKTOP]));
}
