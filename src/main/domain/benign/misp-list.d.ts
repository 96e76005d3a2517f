import type { BenignList } from './benign-list.ts';
/** A MISP warning list as its file has it. */
export interface MispList {
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly type: 'string' | 'substring' | 'hostname' | 'cidr' | 'regex';
  readonly matching_attributes?: readonly string[] | undefined;
  readonly list: readonly string[];
}
/** What of a list cannot be taken over, and why; shown to whoever imports it. */
export interface MispListOutcome {
  readonly list: BenignList;
  /** Entries that do not fit the list's own kind. */
  readonly leftOut: number;
}
/**
 * A MISP warning list in our form; pure. Host-like entries of `substring` lists are taken as hosts: inside another word they
 * would hit strangers.
 *
 * @returns undefined when nothing of it can be used: regular expressions of others are not run, and lists of types that we do
 * not keep say nothing to us.
 */
export declare function convertMispList(name: string, source: MispList): MispListOutcome | undefined;
