import { type Draw, drawBelow, drawChance, drawHex, drawOne, drawRank, permute, uniqueToken } from './random.ts';
import type { WorldCampaign, WorldFile, WorldStream } from './types.ts';

const services = [
  'login',
  'secure',
  'mail',
  'cdn',
  'update',
  'portal',
  'files',
  'api',
  'vpn',
  'sso',
  'account',
  'billing',
  'static',
  'webmail',
  'drive',
  'docs',
  'support',
  'status',
  'auth',
  'remote',
] as const;
const themes = [
  'parcel-tracking',
  'invoice-center',
  'cloud-storage',
  'bank-verify',
  'mailbox-quota',
  'software-update',
  'hr-portal',
  'tax-refund',
  'crypto-wallet',
  'shared-documents',
  'password-reset',
  'meeting-invite',
  'delivery-notice',
  'license-renewal',
  'energy-rebate',
  'travel-booking',
  'payroll-review',
  'voice-message',
  'scan-results',
  'conference-call',
] as const;
const topLevels = ['example', 'test', 'example', 'example.net', 'example', 'test'] as const;

const documentationNets = ['203.0.113', '198.51.100', '192.0.2'] as const;

/** How many parent domains the world knows; drawn by rank, so some are crowded. */
const parentCount = 4000;

/**
 * A reserved IPv4 address, different for each index: some from the documentation networks, the first 131,072 others from
 * the benchmarking network 198.18.0.0/15, all further ones from the reserved class E.
 */
export function ipv4At(seed: number, index: number): string {
  const documented = index / 66;
  if (Number.isInteger(documented) && documented < documentationNets.length * 254) {
    return `${documentationNets[documented % 3]}.${1 + Math.floor(documented / 3)}`;
  }
  const block = Math.floor(index / 0x2_0000);
  const host = permute(seed, index % 0x2_0000, 17);
  const base = block === 0 ? 198 * 0x100_0000 + 18 * 0x1_0000 : 240 * 0x100_0000 + (block - 1) * 0x2_0000;
  const address = base + host;
  return [address / 0x100_0000, address / 0x1_0000, address / 0x100, address]
    .map((part) => Math.floor(part) % 256)
    .join('.');
}

/** An address of the documentation prefix 2001:db8::/32 as RFC 5952 writes it, different for each index. */
export function ipv6At(seed: number, index: number): string {
  const spread = permute(seed, index, 32);
  const [high, low] = [spread >>> 16, spread & 0xffff];
  const host = (1 + (spread % 0xfffe)).toString(16);
  if (low === 0) return high === 0 ? `2001:db8::${host}` : `2001:db8:${high.toString(16)}::${host}`;
  return `2001:db8:${high.toString(16)}:${low.toString(16)}::${host}`;
}

/** The registrable name of a rank: `parcel-tracking-hk.example`. */
function parentAt(rank: number): string {
  const theme = themes[rank % themes.length] ?? 'parcel-tracking';
  const round = Math.floor(rank / themes.length);
  const suffix = round === 0 ? '' : `-${uniqueToken(7, round).slice(0, 4)}${round}`;
  return `${theme}${suffix}.${topLevels[(rank + round) % topLevels.length]}`;
}

/** A host name, different for each index: mostly below a shared parent, some with a name of their own. */
export function domainAt(draw: Draw): string {
  const token = uniqueToken(draw.seed, draw.index);
  const style = drawBelow(draw, 21, 100);
  const service = drawOne(draw, 22, services);
  const theme = drawOne(draw, 23, themes);
  const parent = parentAt(drawRank(draw, 24, parentCount));
  if (style < 50) return `${service}-${token}.${parent}`;
  if (style < 60) return `${token}.${service}.${parent}`;
  if (style < 85) return `${theme}-${token}.${drawOne(draw, 25, topLevels)}`;
  return `${service}.${theme}-${token}.${drawOne(draw, 25, topLevels)}`;
}

/** A URL as WHATWG writes it, different for each index: half on a crowded host, some on an address. */
export function urlAt(draw: Draw): string {
  const token = uniqueToken(draw.seed, draw.index);
  const scheme = drawChance(draw, 31, 0.45) ? 'http' : 'https';
  const earlier = { seed: draw.seed, index: drawBelow(draw, 32, draw.index + 1) };
  const style = drawBelow(draw, 33, 100);
  const parent = parentAt(drawRank(draw, 34, parentCount));
  const port = drawChance(draw, 35, 0.06) ? ':8443' : '';
  const host =
    style < 50
      ? `${drawOne(draw, 36, services)}.${parent}`
      : style < 85
        ? domainAt(earlier)
        : ipv4At(draw.seed, earlier.index);
  return `${scheme}://${host}${port}${urlPath(draw, token)}`;
}

function urlPath(draw: Draw, token: string): string {
  const number = 10_000 + drawBelow(draw, 38, 80_000);
  const paths = [
    `/invoice/2026/${number}/INV-${token}.zip`,
    `/owa/auth/logon.aspx?session=${token}`,
    `/wp-content/plugins/${drawOne(draw, 39, themes)}/update.php?id=${token}`,
    `/download/setup-${token}.msi`,
    `/track?parcel=${number}&ref=${token}`,
    `/gate/${token}`,
    `/docs/shared/${token}/view`,
    `/account/verify/${token}`,
  ];
  return drawOne(draw, 37, paths);
}

/** A file under all its hashes. */
export function fileAt(draw: Draw, campaign: WorldCampaign): WorldFile {
  const token = uniqueToken(draw.seed, draw.index);
  const number = 10_000 + drawBelow(draw, 44, 80_000);
  const names = [
    `invoice_${number}.pdf.exe`,
    `setup-${token}.msi`,
    `scan_${number}.iso`,
    `order-${number}.xlsm`,
    `${campaign.malware.toLowerCase()}.dll`,
    `meeting-notes-${token}.docm`,
    `update-${token}.exe`,
    `receipt_${number}.lnk`,
    `${token}.js`,
    `driver_${number}.sys`,
  ];
  return {
    md5: drawHex(draw, 41, 32),
    sha1: drawHex(draw, 42, 40),
    sha256: drawHex(draw, 43, 64),
    sizeBytes: 2048 + Math.floor(Math.exp(drawBelow(draw, 45, 1000) / 110) * 1000),
    name: drawOne(draw, 46, names),
  };
}

/** A path as a sandbox reports it: no drive letter, sometimes only a name. Different for each index. */
export function pathAt(draw: Draw): string {
  const token = uniqueToken(draw.seed, draw.index);
  const forms = [
    `\\Users\\Administrator\\AppData\\Local\\Temp\\upd-${token}.exe`,
    `\\Users\\Administrator\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\${token}.lnk`,
    `\\Windows\\System32\\drivers\\${token}.sys`,
    `\\ProgramData\\Oracle\\Java\\${token}.jar`,
    `\\Windows\\Temp\\~${token}.tmp`,
    `index-${token}.min.js`,
    `${token}.exe`,
    `\\Users\\Public\\Documents\\Rechnung-Köln-${token}.pdf.exe`,
  ];
  return drawOne(draw, 51, forms);
}

/** A registry key, different for each index. */
export function registryKeyAt(draw: Draw): string {
  const token = uniqueToken(draw.seed, draw.index);
  const parents = [
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run',
    'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\RunOnce',
    'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options',
    'HKEY_CURRENT_USER\\Software\\Classes\\CLSID',
  ];
  return `${drawOne(draw, 52, parents)}\\${drawOne(draw, 53, ['Updater', 'SyncHost', 'AudioSvc', 'JavaTray'])}-${token}`;
}

/** A connection from a sandbox to a reserved address; the destination differs for each index. */
export function streamAt(draw: Draw): WorldStream {
  return {
    source: `192.168.1.${2 + drawBelow(draw, 54, 250)}`,
    sourcePort: 49_152 + drawBelow(draw, 55, 1000),
    destination: ipv4At(draw.seed, draw.index),
    destinationPort: drawOne(draw, 56, [80, 443, 8080, 8443, 4444, 53, 25, 6667]),
  };
}

/** A stream as one line of text: `192.168.1.35:49166->203.0.113.10:80`. */
export function streamText(stream: WorldStream): string {
  return `${stream.source}:${stream.sourcePort}->${stream.destination}:${stream.destinationPort}`;
}

/** A user agent, different for each index. */
export function userAgentAt(draw: Draw): string {
  const token = uniqueToken(draw.seed, draw.index);
  const version = `${1 + drawBelow(draw, 61, 9)}.${drawBelow(draw, 62, 40)}`;
  return drawOne(draw, 63, [
    `Mozilla/5.0 (compatible; SiteProbe-${token}/${version}; +https://probe.example/about)`,
    `python-requests/2.${drawBelow(draw, 64, 32)} (${token})`,
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/${100 + drawBelow(draw, 65, 40)} ${token}`,
    `Go-http-client/1.1 scanner-${token}`,
  ]);
}

/** An indicator of a kind Sightline has no type for, different for each index. */
export function otherAt(draw: Draw): string {
  const token = uniqueToken(draw.seed, draw.index);
  return drawOne(draw, 66, [
    `registry.example/tools/miner-${token}:latest`,
    `npm/left-padder-${token}`,
    `SHA256:${drawHex(draw, 67, 32)}${token}`,
  ]);
}
