import type { VendorSite } from '../vendor.ts';

/** The clouds a tenant can live in. Source: gofalcon `falcon/cloud.go`, falconpy `_base_url.py`. */
export const falconSites: readonly VendorSite[] = [
  { id: 'us-1', label: 'US-1', origin: 'https://api.crowdstrike.com' },
  { id: 'us-2', label: 'US-2', origin: 'https://api.us-2.crowdstrike.com' },
  { id: 'us-3', label: 'US-3', origin: 'https://api.us-3.crowdstrike.com' },
  { id: 'eu-1', label: 'EU-1', origin: 'https://api.eu-1.crowdstrike.com' },
  { id: 'us-gov-1', label: 'US-GOV-1', origin: 'https://api.laggar.gcw.crowdstrike.com' },
  { id: 'us-gov-2', label: 'US-GOV-2', origin: 'https://api.us-gov-2.crowdstrike.mil' },
];

/** Where a tenant lives that has said nothing else. */
export const defaultOrigin = 'https://api.crowdstrike.com';

/** The cloud that `X-Cs-Region` names; undefined for names that are not in our list. */
export function findRegion(header: string | undefined): VendorSite | undefined {
  const name = header?.trim().toLowerCase();
  return falconSites.find(({ id }) => id === name);
}
