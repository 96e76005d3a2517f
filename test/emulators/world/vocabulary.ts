import type { WorldCampaign, WorldNetwork } from './types.ts';

const adjectives = [
  'amber',
  'silent',
  'northern',
  'crimson',
  'hollow',
  'copper',
  'distant',
  'frozen',
  'golden',
  'hidden',
  'iron',
  'jade',
  'lunar',
  'marble',
  'narrow',
  'ochre',
  'pale',
  'quiet',
  'rapid',
  'scarlet',
  'tidal',
  'umber',
  'velvet',
  'winter',
] as const;
const animals = [
  'heron',
  'badger',
  'lynx',
  'otter',
  'falcon',
  'marten',
  'viper',
  'jackal',
  'raven',
  'spider',
  'turtle',
  'walrus',
  'bison',
  'condor',
  'dingo',
  'ermine',
  'gecko',
  'hornet',
  'ibis',
  'kestrel',
  'lizard',
  'mantis',
  'osprey',
  'panther',
  'puffin',
  'salmon',
  'stoat',
  'tapir',
  'wolf',
  'wren',
] as const;
const malwareKinds = [
  'Loader',
  'Stealer',
  'Locker',
  'RAT',
  'Bot',
  'Dropper',
  'Miner',
  'Proxy',
  'Wiper',
  'Backdoor',
] as const;

/** How many campaigns there are; drawn by rank, so a few are large. */
export const campaignCount = adjectives.length * animals.length;

/** The campaign of a rank: two words, and malware named after the second. */
export function campaignAt(rank: number): WorldCampaign {
  const index = rank % campaignCount;
  const column = index % adjectives.length;
  const row = Math.floor(index / adjectives.length);
  const adjective = adjectives[column] ?? 'amber';
  const animal = animals[(row + column * 11) % animals.length] ?? 'heron';
  const kind = malwareKinds[index % malwareKinds.length] ?? 'Loader';
  return {
    index,
    name: `${capitalise(adjective)} ${capitalise(animal)}`,
    slug: `${adjective}-${animal}`,
    malware: `${capitalise(animal)}${kind}`,
    kind: kind.toLowerCase(),
  };
}

const commonTags = [
  'phishing',
  'c2',
  'malware',
  'botnet',
  'ransomware',
  'loader',
  'stealer',
  'scanner',
  'brute-force',
  'tor-exit',
  'credential-theft',
  'dropper',
  'cryptomining',
  'exploit-kit',
  'spam',
  'proxy',
  'dga',
  'fast-flux',
  'web-shell',
  'business-email-compromise',
  'fake-update',
  'fake-invoice',
  'bulletproof-hosting',
  'open-redirect',
  'macro',
  'lnk',
  'iso-image',
  'html-smuggling',
  'dll-side-loading',
  'living-off-the-land',
  'supply-chain',
  'watering-hole',
  'drive-by',
  'mfa-fatigue',
  'session-hijack',
  'data-exfiltration',
  'lateral-movement',
  'persistence',
  'keylogger',
  'wiper',
  'sector:finance',
  'sector:energy',
  'sector:health',
  'sector:government',
  'sector:retail',
  'sector:telecom',
  'region:europe',
  'region:north-america',
  'region:asia',
  'confidence:high',
  'confidence:medium',
  'source:honeypot',
  'source:sandbox',
  'source:partner',
  'source:incident',
  'tlp:green',
  'tlp:amber',
] as const;
const techniques = [
  1003, 1005, 1018, 1021, 1027, 1036, 1041, 1046, 1047, 1053, 1055, 1056, 1057, 1059, 1068, 1069, 1070, 1071, 1078,
  1082, 1083, 1087, 1090, 1091, 1095, 1102, 1105, 1110, 1112, 1113, 1133, 1136, 1140, 1176, 1189, 1190, 1195, 1199,
  1203, 1204, 1210, 1218, 1219, 1482, 1486, 1490, 1497, 1518, 1543, 1546, 1547, 1548, 1550, 1552, 1555, 1557, 1562,
  1564, 1566, 1567, 1568, 1569, 1570, 1571, 1572, 1573, 1574, 1583, 1584, 1588, 1589, 1590, 1595, 1598,
] as const;

/** How many tags the world knows. */
export const tagCount = 5000;

/** The tag of a rank: common words first, then ATT&CK techniques, then campaigns by quarter. */
export function tagAt(rank: number): string {
  const common = commonTags[rank];
  if (common !== undefined) return common;
  const afterCommon = rank - commonTags.length;
  const technique = techniques[afterCommon];
  if (technique !== undefined) return `attack.t${technique}`;
  const rest = afterCommon - techniques.length;
  const quarter = Math.floor(rest / campaignCount);
  const { slug } = campaignAt(rest % campaignCount);
  return quarter === 0 ? slug : `${slug}-${2024 + Math.floor(quarter / 4)}q${1 + (quarter % 4)}`;
}

const namedSources = [
  'threatfox',
  'tor',
  'SPUR',
  'Datadog Threat Research',
  'Honeynet Europe',
  'Mail gateway',
  'Sandbox cluster A',
  'Passive DNS',
  'Partner exchange',
  'Incident response',
  'Spam traps',
  'Brand monitoring',
  'Certificate watch',
  'Dark web monitoring',
  'National CERT',
] as const;
const sourceKinds = ['Honeypot', 'Sensor', 'Sinkhole', 'Blocklist', 'Crawler', 'Resolver'] as const;

/** How many sources the world knows. */
export const sourceCount = 300;

/** The source of a rank. */
export function sourceAt(rank: number): string {
  const named = namedSources[rank];
  if (named !== undefined) return named;
  const rest = rank - namedSources.length;
  const place = places[rest % places.length]?.city ?? 'Lisbon';
  return `${sourceKinds[Math.floor(rest / places.length) % sourceKinds.length]} ${place}${rest < 144 ? '' : ' 2'}`;
}

type Place = Pick<WorldNetwork, 'city' | 'countryCode' | 'countryName' | 'continent'>;

/** Places in order of how often they occur. */
export const places: readonly Place[] = (
  [
    ['Frankfurt am Main', 'DE', 'Germany', 'EU'],
    ['Amsterdam', 'NL', 'Netherlands', 'EU'],
    ['Ashburn', 'US', 'United States', 'NA'],
    ['Paris', 'FR', 'France', 'EU'],
    ['London', 'GB', 'United Kingdom', 'EU'],
    ['Singapore', 'SG', 'Singapore', 'AS'],
    ['Warsaw', 'PL', 'Poland', 'EU'],
    ['Toronto', 'CA', 'Canada', 'NA'],
    ['Helsinki', 'FI', 'Finland', 'EU'],
    ['São Paulo', 'BR', 'Brazil', 'SA'],
    ['Tokyo', 'JP', 'Japan', 'AS'],
    ['Bucharest', 'RO', 'Romania', 'EU'],
    ['Mumbai', 'IN', 'India', 'AS'],
    ['Sydney', 'AU', 'Australia', 'OC'],
    ['Stockholm', 'SE', 'Sweden', 'EU'],
    ['Madrid', 'ES', 'Spain', 'EU'],
    ['Milan', 'IT', 'Italy', 'EU'],
    ['Vilnius', 'LT', 'Lithuania', 'EU'],
    ['Johannesburg', 'ZA', 'South Africa', 'AF'],
    ['Seoul', 'KR', 'South Korea', 'AS'],
    ['Prague', 'CZ', 'Czechia', 'EU'],
    ['Santiago', 'CL', 'Chile', 'SA'],
    ['Lisbon', 'PT', 'Portugal', 'EU'],
    ['Nairobi', 'KE', 'Kenya', 'AF'],
  ] as const
).map(([city, countryCode, countryName, continent]) => ({ city, countryCode, countryName, continent }));

const organisations = [
  ['Northwind Hosting', 'hosting'],
  ['Blue Pier Cloud', 'hosting'],
  ['Lakeside Servers', 'hosting'],
  ['Fabrikam Broadband', 'isp'],
  ['Contoso Telecom', 'isp'],
  ['Quickrack Colocation', 'hosting'],
  ['Harbor Fibre', 'isp'],
  ['Litware Networks', 'business'],
  ['Anyhost VPS', 'hosting'],
  ['Proseware University', 'education'],
  ['Homelink Residential', 'residential_proxy'],
  ['Tailspin Mobile', 'isp'],
] as const;

/** The network of a rank: place by one rank, operator by another. */
export function networkAt(placeRank: number, operatorRank: number): WorldNetwork {
  const place = places[placeRank % places.length] ?? places[0];
  const operator = operatorRank % (organisations.length * 8);
  const [name, asType] = organisations[operator % organisations.length] ?? organisations[0];
  const branch = Math.floor(operator / organisations.length);
  if (place === undefined) throw new RangeError('the list of places is empty');
  return {
    ...place,
    asNumber: 64_512 + operator,
    asOrganization: branch === 0 ? name : `${name} ${place.countryCode} ${branch + 1}`,
    asType,
  };
}

/** First letter upper case. */
export function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
