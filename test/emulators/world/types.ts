/** The vendors that share a world. */
export const worldVendors = ['datadog', 'crowdstrike', 'threatgrid', 'virustotal'] as const;

/** See {@link worldVendors}. */
export type WorldVendor = (typeof worldVendors)[number];

/** What kinds of indicators the world has; `other` is text of no kind Sightline knows (accounts, images, packages). */
export const worldTypes = [
  'ipv4',
  'ipv6',
  'domain',
  'url',
  'md5',
  'sha1',
  'sha256',
  'path',
  'registry_key',
  'network_stream',
  'user_agent',
  'other',
] as const;

/** See {@link worldTypes}. */
export type WorldType = (typeof worldTypes)[number];

/** Where an address is and whose it is. Everything is made up except countries and cities. */
export interface WorldNetwork {
  readonly city: string;
  /** ISO 3166 two letters. */
  readonly countryCode: string;
  readonly countryName: string;
  readonly continent: string;
  /** From the range for private use. */
  readonly asNumber: number;
  readonly asOrganization: string;
  /** hosting, isp, business, education, residential_proxy. */
  readonly asType: string;
}

/** One file under all its hashes (lower-case hex). */
export interface WorldFile {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Without folder, such as `invoice_48213.pdf.exe`. */
  readonly name: string;
}

/** Both ends of a connection seen in a sandbox. */
export interface WorldStream {
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
}

/** A campaign that indicators belong to: names that all vendors use for it. */
export interface WorldCampaign {
  readonly index: number;
  /** `Amber Heron`. */
  readonly name: string;
  /** `amber-heron`. */
  readonly slug: string;
  /** What its malware is called: `HeronLoader`. */
  readonly malware: string;
  /** loader, stealer, ransomware, … */
  readonly kind: string;
}

/** One thing in the world, before any vendor has an opinion about it. */
export interface WorldIndicator {
  readonly index: number;
  readonly type: WorldType;
  /** In canonical form. */
  readonly value: string;
  readonly vendors: readonly WorldVendor[];
  /** 0–100; 15 % have 80 or more. Vendors derive their own scales from it. */
  readonly score: number;
  /** True for a small part that is harmless infrastructure some vendor picked up. */
  readonly isBenign: boolean;
  readonly tags: readonly string[];
  readonly sources: readonly string[];
  readonly campaign: WorldCampaign;
  readonly network: WorldNetwork;
  /** The file itself for hashes; for other types the sample it was seen in. */
  readonly file: WorldFile;
  /** Only for network streams. */
  readonly stream: WorldStream | undefined;
  /** Epoch ms, whole seconds; `first` up to 14 months before now, `last` in the 30 days before it. */
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}
