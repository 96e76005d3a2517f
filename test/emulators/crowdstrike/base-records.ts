import { type Draw, drawBelow, drawChance, drawHex, drawOne, mix } from '../world/random.ts';
import { firstSeenOf } from '../world/times.ts';
import type { WorldIndicator } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { formatInstant, NS_PER_MS } from './instants.ts';
import type { IocMetadata, IocRecord } from './record.ts';
import type { BaseRecords } from './store.ts';

/** A record without what the store itself gives: id and stamps. */
export type IocContent = Omit<IocRecord, 'id' | 'created_on' | 'created_by' | 'modified_on' | 'modified_by'>;

const PARENT_NAME = 'Harbour Group Holding';
const DAY_MS = 86_400_000;
const people = ['maya.lindqvist', 'tomas.novak', 'aisha.rahman', 'j.oconnor', 'soc-automation'] as const;
const clientCount = 4;
const groupCount = 12;
const companies = ['Northwind Traders', 'Contoso Ltd', 'Fabrikam Inc.', 'Litware GmbH', 'Proseware'] as const;
const products = ['Document Viewer', 'Update Assistant', 'Remote Support', 'Archive Tool', 'Print Service'] as const;

/** The tenant's custom IOCs as the world has them: everything is computed from the indicator, nothing is kept. */
export function createBaseRecords(world: World): BaseRecords {
  const indices = world.indicesOf('crowdstrike');
  const indexAt = (position: number) => indices[position] ?? 0;
  const times = (position: number) => stampsOf(world, indexAt(position));
  return {
    count: indices.length,
    record: (position) => buildRecord(world, indexAt(position)),
    value: (position) => world.indicatorAt(indexAt(position)).value,
    createdOn: (position) => times(position).created,
    modifiedOn: (position) => times(position).modified,
    isDeleted: (position) => isDeletedAt({ seed: world.seed, index: indexAt(position) }),
  };
}

/** What an indicator is and does in the tenant; shared by generated records and those that appear later. */
export function buildContent(world: World, index: number): IocContent {
  const indicator = world.indicatorAt(index);
  const draw: Draw = { seed: world.seed, index };
  const end = expirationOf(world, draw);
  const expired = end !== undefined && end <= world.now;
  const action = expired ? 'no_action' : actionOf(indicator, draw);
  const isWatched = action !== 'no_action' && action !== 'allow';
  const fromParent = drawChance(draw, 320, 0.015);
  const metadata = metadataOf(indicator, draw);
  return {
    type: indicator.type,
    value: indicator.value,
    ...optional('source', drawChance(draw, 300, 0.9) ? (indicator.sources[0] ?? 'Sightline') : undefined),
    action,
    ...optional('mobile_action', drawChance(draw, 301, 0.5) ? 'no_action' : undefined),
    severity: isWatched || expired ? severityOf(indicator.score) : '',
    ...optional('description', drawChance(draw, 302, 0.8) ? descriptionOf(indicator, draw) : undefined),
    ...optional('metadata', metadata),
    platforms: drawOne(draw, 303, [
      ['windows', 'mac', 'linux'],
      ['windows', 'mac', 'linux'],
      ['windows'],
      ['linux', 'mac'],
    ]),
    ...optional('tags', indicator.tags.length === 0 ? undefined : indicator.tags),
    ...optional('expiration', end === undefined ? undefined : formatInstant(BigInt(end) * NS_PER_MS)),
    expired,
    deleted: isDeletedAt(draw),
    ...scopeOf(draw),
    from_parent: fromParent,
    ...optional('parent_cid_name', fromParent ? PARENT_NAME : undefined),
  };
}

function buildRecord(world: World, index: number): Omit<IocRecord, 'id'> {
  const draw: Draw = { seed: world.seed, index };
  const { created, modified } = stampsOf(world, index);
  return {
    ...buildContent(world, index),
    created_on: formatInstant(created),
    created_by: authorOf(draw, 340),
    modified_on: formatInstant(modified),
    modified_by: authorOf(draw, modified === created ? 340 : 341),
  };
}

/** Created when the world first saw it; more than half were never touched again. */
function stampsOf(world: World, index: number): { readonly created: bigint; readonly modified: bigint } {
  const draw: Draw = { seed: world.seed, index };
  const createdMs = firstSeenOf({ seed: world.seed, now: world.now, index }) + drawBelow(draw, 330, 1000);
  const created = BigInt(createdMs) * NS_PER_MS + BigInt(drawBelow(draw, 331, 1_000_000));
  if (!isDeletedAt(draw) && drawChance(draw, 332, 0.6)) return { created, modified: created };
  const spanMs = Math.max(1_000, world.now - 5_000 - createdMs);
  const modifiedMs = createdMs + 1_000 + drawBelow(draw, 333, Math.floor(spanMs));
  return { created, modified: BigInt(modifiedMs) * NS_PER_MS + BigInt(drawBelow(draw, 334, 1_000_000)) };
}

function isDeletedAt(draw: Draw): boolean {
  return drawChance(draw, 335, 0.04);
}

function actionOf(indicator: WorldIndicator, draw: Draw): string {
  const isHash = indicator.type === 'md5' || indicator.type === 'sha256';
  if (isHash && indicator.isBenign) return 'allow';
  if (indicator.isBenign) return 'no_action';
  const roll = drawBelow(draw, 304, 100);
  if (!isHash) return roll < 75 ? 'detect' : 'no_action';
  if (roll < 50) return 'prevent';
  if (roll < 58) return 'prevent_no_ui';
  return roll < 88 ? 'detect' : 'no_action';
}

function severityOf(score: number): string {
  if (score >= 90) return 'critical';
  if (score >= 70) return 'high';
  if (score >= 40) return 'medium';
  return score >= 15 ? 'low' : 'informational';
}

// A third of the records have an end, half a year or less after they were made or up to three months from now.
function expirationOf(world: World, draw: Draw): number | undefined {
  if (!drawChance(draw, 305, 0.35)) return undefined;
  const days = drawBelow(draw, 306, 120) - 30;
  return Math.floor((world.now + days * DAY_MS + drawBelow(draw, 307, DAY_MS)) / 1000) * 1000;
}

function scopeOf(draw: Draw): Pick<IocRecord, 'applied_globally' | 'host_groups'> {
  if (drawChance(draw, 308, 0.82)) return { applied_globally: true };
  const first = drawBelow(draw, 309, groupCount);
  const groups = drawChance(draw, 310, 0.3) ? [first, (first + 1) % groupCount] : [first];
  return {
    applied_globally: false,
    host_groups: groups.map((group) => drawHex({ seed: draw.seed, index: group }, 45, 32)),
  };
}

function descriptionOf(indicator: WorldIndicator, draw: Draw): string {
  const { campaign } = indicator;
  if (indicator.isBenign) return 'Reviewed, belongs to a service we use.';
  return drawOne(draw, 311, [
    `${campaign.malware} ${campaign.kind}, campaign ${campaign.name}.`,
    `Seen with ${campaign.malware} in ${indicator.network.city}.`,
    `Reported by ${indicator.sources[0] ?? 'incident response'}; ${campaign.name}.`,
    `Block while case ${1000 + drawBelow(draw, 312, 900)} is open.`,
  ]);
}

function metadataOf(indicator: WorldIndicator, draw: Draw): IocMetadata | undefined {
  const isHash = indicator.type === 'md5' || indicator.type === 'sha256';
  if (!isHash) return drawChance(draw, 313, 0.5) ? {} : undefined;
  const { name } = indicator.file;
  if (drawChance(draw, 314, 0.4)) return { filename: name, av_hits: -1, signed: false };
  const version = `${1 + drawBelow(draw, 315, 12)}.${drawBelow(draw, 316, 30)}.${drawBelow(draw, 317, 999)}`;
  const product = drawOne(draw, 318, products);
  return {
    filename: name,
    av_hits: mix(draw.seed, draw.index, 319) % 70,
    company_name: drawOne(draw, 321, companies),
    file_description: product,
    file_version: version,
    original_filename: name,
    product_name: product,
    product_version: version,
    signed: drawChance(draw, 322, 0.3),
  };
}

function authorOf(draw: Draw, salt: number): string {
  if (drawChance(draw, salt + 10, 0.5)) return `${drawOne(draw, salt, people)}@soc.example`;
  return drawHex({ seed: draw.seed, index: drawBelow(draw, salt, clientCount) }, 46, 32);
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  // A computed member name makes TypeScript widen the type; the object has exactly this one member.
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]?: Value });
}
