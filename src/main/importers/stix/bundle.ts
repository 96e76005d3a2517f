import { parseTimestamp } from '#main/vendors/kit/times.ts';
import { ownStixExtension } from '#shared/public-json/own-extension.ts';
import { Collector } from '../collect.ts';
import type { StixObject } from './objects.ts';

/** Objects that name somebody or something behind an indicator. */
const namedTypes: ReadonlySet<string> = new Set([
  'malware',
  'threat-actor',
  'intrusion-set',
  'campaign',
  'tool',
  'attack-pattern',
  'vulnerability',
  'infrastructure',
]);

/** The objects of a file by id, and what has become of them so far. */
export class Bundle {
  readonly objects: readonly StixObject[];
  readonly collector = new Collector();
  /** Ids of what was taken up by something else: the name of a malware as a tag, a report as the case. */
  readonly used = new Set<string>();
  readonly #byId: ReadonlyMap<string, StixObject>;
  readonly #namesBehind = new Map<string, string[]>();
  readonly #seen = new Map<string, { firstMs: number | null; lastMs: number | null }>();

  constructor(objects: readonly StixObject[]) {
    this.objects = objects;
    this.#byId = new Map(objects.map((object) => [object.id, object]));
    for (const object of objects) {
      if (object.type === 'relationship') this.#relate(object);
      if (object.type === 'sighting') this.#note(object.sighting_of_ref, object.first_seen, object.last_seen, object);
      if (object.type !== 'observed-data') continue;
      for (const id of object.object_refs ?? []) this.#note(id, object.first_observed, object.last_observed, object);
    }
  }

  find(id: string | null | undefined): StixObject | undefined {
    return id === null || id === undefined ? undefined : this.#byId.get(id);
  }

  /** Names of malware, actors and the like that are said to be behind it. */
  namesBehind(id: string): readonly string[] {
    return this.#namesBehind.get(id) ?? [];
  }

  /** When it was seen, as sightings and observations say. */
  seen(id: string): { readonly firstSeenMs: number | null; readonly lastSeenMs: number | null } {
    const { firstMs, lastMs } = this.#seen.get(id) ?? { firstMs: null, lastMs: null };
    return { firstSeenMs: firstMs, lastSeenMs: lastMs };
  }

  /** What our own exporter wrote beside an object; undefined for what is not ours. */
  own(object: StixObject): Readonly<Record<string, unknown>> | undefined {
    const own = object.extensions?.[ownStixExtension];
    return typeof own === 'object' && own !== null && !Array.isArray(own) ? { ...own } : undefined;
  }

  #relate(object: StixObject): void {
    const [source, target] = [this.find(object.source_ref), this.find(object.target_ref)];
    if (source === undefined || target === undefined) return;
    for (const [one, other] of [[source, target] as const, [target, source] as const]) {
      if (!namedTypes.has(other.type) || namedTypes.has(one.type)) continue;
      const name = other.name?.trim() ?? '';
      if (name === '') continue;
      const names = this.#namesBehind.get(one.id) ?? [];
      if (!names.includes(name)) this.#namesBehind.set(one.id, [...names, name]);
      this.used.add(other.id).add(object.id);
    }
    if (source.type === 'indicator' && (target.type === 'observed-data' || target.value !== null))
      this.used.add(object.id);
  }

  #note(
    id: string | null | undefined,
    first: string | null | undefined,
    last: string | null | undefined,
    by: StixObject,
  ): void {
    if (this.find(id) === undefined || id === null || id === undefined) return;
    const before = this.#seen.get(id) ?? { firstMs: null, lastMs: null };
    const [firstMs, lastMs] = [parseTimestamp(first), parseTimestamp(last)];
    this.#seen.set(id, {
      firstMs: firstMs === null ? before.firstMs : Math.min(firstMs, before.firstMs ?? firstMs),
      lastMs: lastMs === null ? before.lastMs : Math.max(lastMs, before.lastMs ?? lastMs),
    });
    this.used.add(by.id);
  }
}
