import { type IndicatorType, indicatorTypes } from '#shared/model/vocabulary.ts';
import type { ReportModel } from '../report-model.ts';

/** The hashes of one file, lower case, one per algorithm. */
export type FileHashes = Readonly<Partial<Record<HashType, string>>>;
export type HashType = 'md5' | 'sha1' | 'sha256';

/** Which file a hash belongs to. */
export interface FileGroups {
  hashesOf(type: IndicatorType, value: string): FileHashes;
}

const hashTypes: readonly string[] = ['md5', 'sha1', 'sha256'];
const isHash = (type: IndicatorType): type is HashType => hashTypes.includes(type);
/** Reports are in the order of types: after this one, no hash comes. */
const lastHash = indicatorTypes.indexOf('sha256');

/**
 * Reads which hashes are said to be of one file; holds the related ones only. Costs a reading of the model up to its last hash,
 * and nothing where it has none.
 */
export async function readFileGroups(model: ReportModel): Promise<FileGroups> {
  const links = new Links();
  if ([...model.counts.byType.keys()].some(isHash)) {
    for await (const { indicator, relations } of model.indicators()) {
      if (indicatorTypes.indexOf(indicator.type) > lastHash) break;
      if (!isHash(indicator.type)) continue;
      for (const { kind, type, value } of relations) {
        if (kind === 'same_file' && isHash(type))
          links.join(nameOf(indicator.type, indicator.value), nameOf(type, value));
      }
    }
  }
  const groups = links.collect();
  return {
    hashesOf(type, value) {
      if (!isHash(type)) return {};
      return groups.get(nameOf(type, value)) ?? { [type]: value };
    },
  };
}

const nameOf = (type: HashType, value: string): string => `${type} ${value}`;

/** Names that stand for the same thing, joined pair by pair. */
class Links {
  readonly #parents = new Map<string, string>();

  join(a: string, b: string): void {
    const [first, second] = [this.#root(a), this.#root(b)];
    if (first !== second) this.#parents.set(second, first);
  }

  /** Every joined name with the hashes of its file; names of a group that contradicts itself are left out, so stand alone. */
  collect(): ReadonlyMap<string, FileHashes> {
    const members = Map.groupBy(this.#parents.keys(), (name) => this.#root(name));
    const groups = new Map<string, FileHashes>();
    for (const names of members.values()) {
      const pairs = names.map((name) => name.split(' ', 2));
      if (new Set(pairs.map(([type]) => type)).size < pairs.length) continue;
      const hashes: FileHashes = Object.fromEntries(pairs);
      for (const name of names) groups.set(name, hashes);
    }
    return groups;
  }

  #root(name: string): string {
    let root = name;
    for (
      let parent = this.#parents.get(root);
      parent !== undefined && parent !== root;
      parent = this.#parents.get(root)
    ) {
      root = parent;
    }
    this.#parents.set(name, root);
    return root;
  }
}
