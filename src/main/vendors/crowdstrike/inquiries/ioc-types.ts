import type { IndicatorType } from '#shared/model/vocabulary.ts';

/** Types that the service takes, under the same names as ours. */
const iocTypes: ReadonlySet<string> = new Set(['ipv4', 'ipv6', 'domain', 'md5', 'sha256']);

/** Falcon's word for a type of ours; null for what it has no indicators of. */
export function iocTypeOf(type: IndicatorType): string | null {
  return iocTypes.has(type) ? type : null;
}
