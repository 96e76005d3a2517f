import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { VendorSearchText } from '../vendor.ts';

/** What its explorer does not hold: it lists addresses, names, hashes and user agents of logs. */
const unknownTypes: readonly IndicatorType[] = ['cidr', 'path', 'registry_key', 'network_stream'];

/** A query for the IoC explorer: `indicator:("1.2.3.4" OR "evil.com")`. */
export const datadogSearchText: VendorSearchText = {
  label: 'Datadog query',
  finds: (type) => !unknownTypes.includes(type),
  write(indicators) {
    const values = indicators.map(({ value }) => `"${value.replace(/["\\]/g, (character) => `\\${character}`)}"`);
    return values.length === 1 ? `indicator:${values[0]}` : `indicator:(${values.join(' OR ')})`;
  },
};
