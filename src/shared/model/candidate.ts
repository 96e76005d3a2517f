/** Why a piece of text that looks like an indicator is none, or what to know about one that is. */
export const traps = [
  'notAnAddress',
  'leadingZero',
  'version',
  'netmask',
  'unspecified',
  'badNetwork',
  'fileName',
  'codeName',
  'malwareName',
  'sentence',
  'unknownSuffix',
  'badUrl',
  'otherHash',
  'placeholder',
] as const;
/** It looks like an indicator and is none. */
export type Trap = (typeof traps)[number];

export const remarks = [
  'documentation',
  'private',
  'loopback',
  'linkLocal',
  'multicast',
  'reserved',
  'hostOfPath',
  'oddAddress',
] as const;
/** It is an indicator, with something to know before acting on it. */
export type Remark = (typeof remarks)[number];

/** One sentence for each, for people. */
export const reasonTexts: Readonly<Record<Trap | Remark, string>> = {
  notAnAddress: 'Not an address: a part is above 255.',
  leadingZero: 'Not an address we guess at: a part begins with 0, which programs read as octal or decimal.',
  version: 'A version number by what stands around it, not an address.',
  netmask: 'A network mask, not an address.',
  unspecified: 'Stands for no address or every address.',
  badNetwork: 'Not a network: the prefix is longer than the address.',
  fileName: 'A file name, not a host name. Written defanged or with a scheme it is taken as a host.',
  codeName: 'A name from program code, not a host name.',
  malwareName: 'The name that a scanner gives to malware, not a host name.',
  sentence: 'Two sentences without a blank between them, not a host name.',
  unknownSuffix: 'Written like a host name, but its last part is no top-level domain.',
  badUrl: 'Written like a URL, but its host is not valid.',
  otherHash: 'A hash of a kind that is not kept; only MD5, SHA-1 and SHA-256 are.',
  placeholder: 'One digit repeated: a placeholder, not a hash.',
  documentation: 'From a range or name reserved for examples.',
  private: 'From a private range: it means something in one network only.',
  loopback: 'The machine itself.',
  linkLocal: 'From the link-local range: it means something on one link only.',
  multicast: 'From the multicast range.',
  reserved: 'From a reserved range.',
  hostOfPath: 'Written with a path but without a scheme; looked up as a host.',
  oddAddress: 'Its host is an address in an unusual spelling, read here as browsers read it.',
};
