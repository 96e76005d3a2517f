import type { WorldIndicator, WorldType } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { EntityType } from './filter.ts';
import { urlToId } from './url-id.ts';

/** One object of the vendor's: a file under its SHA-256, a URL under its digest, a name, an address. */
export interface VtEntity {
  readonly type: EntityType;
  readonly id: string;
  readonly indicator: WorldIndicator;
}

/** Path segments under `/api/v3/` by type. */
export const collections: Readonly<Record<EntityType, string>> = {
  file: 'files',
  url: 'urls',
  domain: 'domains',
  ip_address: 'ip_addresses',
};

/** What kind of object a world indicator is here; every type that this vendor holds has one. */
export function entityTypeOf(type: WorldType): EntityType {
  if (type === 'url' || type === 'domain') return type;
  return type === 'ipv4' || type === 'ipv6' ? 'ip_address' : 'file';
}

/** The object of a world index. */
export function entityAt(world: World, index: number): VtEntity {
  const indicator = world.indicatorAt(index);
  const type = entityTypeOf(indicator.type);
  if (type === 'file') return { type, id: indicator.file.sha256, indicator };
  return { type, id: type === 'url' ? urlToId(indicator.value) : indicator.value, indicator };
}

/** Everything an object can be asked for by: the id, and the other hashes of a file. */
export function keysOf({ type, id, indicator }: VtEntity): readonly string[] {
  return type === 'file' ? [id, indicator.file.sha1, indicator.file.md5] : [id];
}
