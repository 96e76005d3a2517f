import { type Draw, drawBelow, drawChance, drawHex, drawOne } from '../world/random.ts';
import type { VtEntity } from './entity.ts';

type Members = Readonly<Record<string, unknown>>;

const DAY = 86_400;
const registrars = ['Example Registrar GmbH', 'NameHaven Ltd', 'Harbor Domains', 'Reserved Names Inc.'] as const;
const ratings = ['phishing and fraud', 'malware sites', 'newly seen websites', 'business', 'uncategorized'] as const;

/** What only URLs have. */
export function urlAttributes({ indicator }: VtEntity): Members {
  const draw: Draw = { seed: 0x0421, index: indicator.index };
  const { hostname } = new URL(indicator.value);
  const isRedirected = drawChance(draw, 570, 0.15);
  return {
    url: indicator.value,
    last_final_url: isRedirected ? `${indicator.value}#continue` : indicator.value,
    ...(isRedirected ? { redirection_chain: [indicator.value] } : {}),
    ...(drawChance(draw, 571, 0.7)
      ? { title: drawOne(draw, 572, ['Sign in', 'Parcel tracking', 'Index of /', 'Your invoice']) }
      : {}),
    ...topLevel(hostname),
    categories: categories(draw),
    threat_names: indicator.score >= 60 && !indicator.isBenign ? [indicator.campaign.malware] : [],
    tags: indicator.tags.slice(0, 2),
    first_submission_date: indicator.firstSeenMs / 1000,
    last_submission_date: indicator.lastSeenMs / 1000,
    times_submitted: 1 + drawBelow(draw, 573, 30),
    last_http_response_code: drawOne(draw, 574, [200, 200, 200, 302, 404]),
    last_http_response_content_sha256: indicator.file.sha256,
    last_http_response_headers: { server: 'nginx', 'content-type': 'text/html; charset=utf-8' },
    outgoing_links: [],
    html_meta: {},
    has_content: true,
  };
}

/** What only domains have. */
export function domainAttributes({ indicator }: VtEntity): Members {
  const draw: Draw = { seed: 0xd03a, index: indicator.index };
  const lastSeen = indicator.lastSeenMs / 1000;
  const created = indicator.firstSeenMs / 1000 - drawBelow(draw, 580, 900) * DAY;
  const registrar = drawOne(draw, 581, registrars);
  return {
    ...topLevel(indicator.value),
    categories: categories(draw),
    registrar,
    creation_date: created,
    last_update_date: created + 30 * DAY,
    expiration_date: created + 3 * 365 * DAY,
    whois: `Domain Name: ${indicator.value}\nRegistrar: ${registrar}\nDNSSEC: unsigned`,
    last_dns_records: [
      { type: 'A', ttl: 300, value: `198.18.${drawBelow(draw, 582, 256)}.${drawBelow(draw, 583, 256)}` },
      ...(drawChance(draw, 584, 0.3) ? [{ type: 'AAAA', ttl: 300, value: `2001:db8::${drawHex(draw, 65, 4)}` }] : []),
    ],
    last_dns_records_date: lastSeen,
    popularity_ranks: drawChance(draw, 585, 0.1)
      ? { 'Example Top Sites': { rank: 1 + drawBelow(draw, 586, 900_000), timestamp: lastSeen } }
      : {},
    ...(drawChance(draw, 587, 0.8) ? { jarm: drawHex(draw, 66, 62) } : {}),
    ...(drawChance(draw, 588, 0.6)
      ? { last_https_certificate_date: lastSeen, last_https_certificate: certificate(indicator, draw) }
      : {}),
    tags: indicator.tags.slice(0, 2),
  };
}

/** What only addresses have. */
export function addressAttributes({ indicator }: VtEntity): Members {
  const draw: Draw = { seed: 0x1b, index: indicator.index };
  const { network } = indicator;
  const isV6 = indicator.type === 'ipv6';
  return {
    country: network.countryCode,
    continent: network.continent,
    asn: network.asNumber,
    as_owner: network.asOrganization,
    network: isV6 ? '2001:db8::/32' : `${indicator.value.split('.').slice(0, 3).join('.')}.0/24`,
    regional_internet_registry: drawOne(draw, 590, ['RIPE NCC', 'ARIN', 'APNIC', 'LACNIC', 'AFRINIC']),
    whois: `NetRange: ${indicator.value}\nOrgName: ${network.asOrganization}\nCountry: ${network.countryCode}`,
    whois_date: indicator.lastSeenMs / 1000 - 5 * DAY,
    ...(drawChance(draw, 591, 0.5) ? { jarm: drawHex(draw, 67, 62) } : {}),
    tags: indicator.tags.slice(0, 2),
  };
}

function topLevel(host: string): { readonly tld?: string } {
  const last = host.split('.').at(-1) ?? '';
  return /^[a-z]/.test(last) ? { tld: last } : {};
}

// Free text that differs per rating service.
function categories(draw: Draw): Readonly<Record<string, string>> {
  if (drawChance(draw, 592, 0.35)) return {};
  const rating = drawOne(draw, 593, ratings);
  return { 'Beacon Web Ratings': rating, 'Harbor Filter': rating.replace(' and ', ', ') };
}

function certificate({ value }: VtEntity['indicator'], draw: Draw) {
  return {
    version: 'V3',
    serial_number: drawHex(draw, 68, 32),
    thumbprint_sha256: drawHex(draw, 69, 64),
    validity: { not_before: '2026-09-01 00:00:00', not_after: '2026-11-30 00:00:00' },
    subject: { CN: value },
    issuer: { C: 'XX', O: 'Example Trust Services', CN: 'Example CA 2' },
  };
}
