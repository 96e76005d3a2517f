import { typeOf, vendorMaskOf } from './membership.ts';
import { type Draw, drawBelow, drawChance, drawRank } from './random.ts';
import { firstSeenOf, lastSeenOf, type WorldPoint } from './times.ts';
import { type WorldFile, type WorldIndicator, type WorldStream, type WorldType, worldVendors } from './types.ts';
import {
  domainAt,
  fileAt,
  ipv4At,
  ipv6At,
  otherAt,
  pathAt,
  registryKeyAt,
  streamAt,
  streamText,
  urlAt,
  userAgentAt,
} from './values.ts';
import { campaignAt, campaignCount, networkAt, places, sourceAt, sourceCount, tagAt, tagCount } from './vocabulary.ts';

/** Puts one indicator together; pure, depends on nothing but the point. */
export function buildIndicator(point: WorldPoint): WorldIndicator {
  const { seed, index } = point;
  const draw: Draw = { seed, index };
  const type = typeOf(seed, index);
  const mask = vendorMaskOf(seed, index);
  const campaign = campaignAt(drawRank(draw, 71, campaignCount));
  const file = fileAt(fileDraw(draw, type), campaign);
  const stream = type === 'network_stream' ? streamAt(draw) : undefined;
  const isBenign = drawChance(draw, 72, 0.04);
  return {
    index,
    type,
    value: textOf(draw, type, { file, stream }),
    vendors: worldVendors.filter((_, bit) => (mask & (1 << bit)) !== 0),
    score: isBenign ? drawBelow(draw, 73, 10) : scoreOf(draw),
    isBenign,
    tags: pickDistinct(draw, { salt: 74, most: 5, count: tagCount, at: tagAt }),
    sources: pickDistinct(draw, { salt: 84, most: 3, count: sourceCount, at: sourceAt }),
    campaign,
    network: networkAt(drawRank(draw, 92, places.length), drawRank(draw, 93, 96)),
    file,
    stream,
    firstSeenMs: firstSeenOf(point),
    lastSeenMs: lastSeenOf(point),
  };
}

/** A hash is its own file; anything else was seen in a sample that it shares with about eleven others. */
function fileDraw(draw: Draw, type: WorldType): Draw {
  const isFile = type === 'md5' || type === 'sha1' || type === 'sha256';
  return isFile ? draw : { seed: draw.seed, index: Math.floor(draw.index / 12) * 12 + 0x4000_0000 };
}

function textOf(
  draw: Draw,
  type: WorldType,
  parts: { readonly file: WorldFile; readonly stream: WorldStream | undefined },
): string {
  switch (type) {
    case 'ipv4':
      return ipv4At(draw.seed, draw.index);
    case 'ipv6':
      return ipv6At(draw.seed, draw.index);
    case 'domain':
      return domainAt(draw);
    case 'url':
      return urlAt(draw);
    case 'md5':
    case 'sha1':
    case 'sha256':
      return parts.file[type];
    case 'path':
      return pathAt(draw);
    case 'registry_key':
      return registryKeyAt(draw);
    case 'network_stream':
      return streamText(parts.stream ?? streamAt(draw));
    case 'user_agent':
      return userAgentAt(draw);
    case 'other':
      return otherAt(draw);
  }
}

/** 15 % score 80 or more, 35 % 40–79, the rest 1–39. */
function scoreOf(draw: Draw): number {
  const band = drawBelow(draw, 73, 1000);
  if (band < 156) return 80 + drawBelow(draw, 76, 21);
  return band < 500 ? 40 + drawBelow(draw, 76, 40) : 1 + drawBelow(draw, 76, 39);
}

interface Picking {
  /** The first of the salts used; one per pick follows. */
  readonly salt: number;
  readonly most: number;
  readonly count: number;
  readonly at: (rank: number) => string;
}

function pickDistinct(draw: Draw, { salt, most, count, at }: Picking): readonly string[] {
  const wanted = drawBelow(draw, salt, most + 1);
  const picked = new Set<string>();
  for (let n = 0; n < wanted; n += 1) picked.add(at(drawRank(draw, salt + 1 + n, count)));
  return [...picked];
}
