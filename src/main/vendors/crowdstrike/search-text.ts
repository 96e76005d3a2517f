import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { VendorSearchText } from '../vendor.ts';
import { quoteFql } from './fql.ts';

/** What Falcon takes as the type of a custom IOC. */
const types: readonly IndicatorType[] = ['ipv4', 'ipv6', 'domain', 'md5', 'sha256'];

/** A filter for IOC management: `(type:'ipv4'+value:['1.2.3.4']),(type:'domain'+value:['evil.com'])`. */
export const falconSearchText: VendorSearchText = {
  label: 'Falcon query (FQL)',
  finds: (type) => types.includes(type),
  write(indicators) {
    const terms = types.flatMap((type) => {
      const values = indicators.filter((indicator) => indicator.type === type).map(({ value }) => quoteFql(value));
      return values.length === 0 ? [] : [`type:${quoteFql(type)}+value:[${values.join(',')}]`];
    });
    const [only, ...others] = terms;
    return only !== undefined && others.length === 0 ? only : terms.map((term) => `(${term})`).join(',');
  },
};
