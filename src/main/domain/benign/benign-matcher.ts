import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { isPublicSuffix } from '#shared/text/known-hosts.ts';
import { type AllowEntry, allowListTitle, type BenignList } from './benign-list.ts';
import { RangeIndex } from './range-index.ts';

/** A matcher knows a list by its number; the analyst's own comes first. */
interface Meta {
  readonly title: string;
  readonly types: ReadonlySet<IndicatorType> | null;
}

/** Lists compiled for fast answers: a few microseconds a value, whatever the size of the lists. */
export class BenignMatcher {
  readonly #metas: readonly Meta[];
  readonly #exact = new Map<string, number[]>();
  /** Names that cover what is below them. */
  readonly #hosts = new Map<string, number[]>();
  readonly #networks: RangeIndex;

  constructor(lists: readonly BenignList[], allowed: readonly AllowEntry[]) {
    this.#metas = [
      { title: allowListTitle, types: null },
      ...lists.map(({ title, types }) => ({ title, types: new Set(types) })),
    ];
    const networks: [string, number][] = [];
    for (const { type, value } of allowed) this.#addAllowed(type, value, networks);
    for (const [index, list] of lists.entries()) this.#addList(list, index + 1, networks);
    this.#networks = new RangeIndex(networks);
  }

  /** The titles of the lists that a value stands on, the analyst's own first. */
  match(type: IndicatorType, value: string): readonly string[] {
    const found = new Set<number>();
    const add = (lists: readonly number[] | undefined): void => {
      for (const list of lists ?? []) if (this.#metas[list]?.types?.has(type) ?? true) found.add(list);
    };
    add(this.#exact.get(value));
    const host = hostOf(type, value);
    if (host !== undefined) this.#matchHost(host, add);
    // A list of exact names speaks of a URL only when that is nothing but the name.
    if (host !== undefined && type === 'url' && isBareUrl(value)) add(this.#exact.get(host));
    if (type === 'ipv4' || type === 'ipv6' || type === 'cidr') add(this.#networks.find(value));
    return [...found].sort((left, right) => left - right).map((list) => this.#metas[list]?.title ?? '');
  }

  #matchHost(host: string, add: (lists: readonly number[] | undefined) => void): void {
    for (let at = 0; at >= 0; ) {
      add(this.#hosts.get(at === 0 ? host : host.slice(at)));
      const dot = host.indexOf('.', at);
      at = dot < 0 ? -1 : dot + 1;
    }
  }

  #addAllowed(type: IndicatorType, value: string, networks: [string, number][]): void {
    if (type === 'cidr') networks.push([value, 0]);
    else if (type === 'domain') push(this.#hosts, value, 0);
    else push(this.#exact, value, 0);
  }

  #addList({ kind, entries }: BenignList, list: number, networks: [string, number][]): void {
    for (const entry of entries) {
      if (kind === 'network') networks.push([entry, list]);
      // Below a suffix that everybody can have names under, strangers live.
      else if (kind === 'host' && !isPublicSuffix(entry)) push(this.#hosts, entry, list);
      else push(this.#exact, entry, list);
    }
  }
}

function push(map: Map<string, number[]>, key: string, list: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [list]);
  else known.push(list);
}

function hostOf(type: IndicatorType, value: string): string | undefined {
  if (type === 'domain') return value;
  if (type !== 'url') return undefined;
  return /^[a-z0-9+.-]+:\/\/(?:[^/?#@]*@)?([^/?#:[\]]+)/.exec(value)?.[1];
}

const isBareUrl = (url: string): boolean => /^[a-z0-9+.-]+:\/\/[^/?#@]+\/?$/.test(url);
