import { type Draw, drawBelow, drawChance, mix } from '../world/random.ts';
import type { WorldIndicator } from '../world/types.ts';
import type { EntityType } from './filter.ts';

/** What one engine said. */
export interface EngineResult {
  readonly method: string;
  readonly engine_name: string;
  readonly category: string;
  readonly result: string | null;
  readonly engine_version?: string | null;
  readonly engine_update?: string;
}

/** Verdicts of all engines and how many of each kind there are. */
export interface Analysis {
  readonly results: Readonly<Record<string, EngineResult>>;
  /** Member names with hyphens are the vendor's. */
  readonly stats: Readonly<Record<string, number>>;
}

// Made-up engines: verdicts on made-up data must not be put into the mouths of real ones.
const makers = [
  'Arctic',
  'Beacon',
  'Cobalt',
  'Delta',
  'Ember',
  'Fjord',
  'Granite',
  'Harbor',
  'Indigo',
  'Juniper',
] as const;
const lines = ['AV', 'Shield', 'Scan', 'Guard', 'Trust', 'Watch', 'Cloud', 'Sense'] as const;

/** Most engines that an analysis can have. */
export const maxEngines = makers.length * lines.length;

const engineNames = lines.flatMap((line) => makers.map((maker) => `${maker}${line}`));

/**
 * Draws what so many engines say about an indicator: the higher its score, the more of them flag it. The counts always
 * agree with the results.
 */
export function buildAnalysis(indicator: WorldIndicator, type: EntityType, engines: number): Analysis {
  const draw: Draw = { seed: 0x5ca, index: indicator.index };
  const isFile = type === 'file';
  const flagged = indicator.isBenign ? 0 : Math.round(((indicator.score / 100) ** 2 * engines * 85) / 100);
  const label = `${indicator.campaign.kind}.${indicator.campaign.malware}`;
  const results: Record<string, EngineResult> = {};
  const stats: Record<string, number> = isFile
    ? {
        malicious: 0,
        suspicious: 0,
        undetected: 0,
        harmless: 0,
        timeout: 0,
        'confirmed-timeout': 0,
        failure: 0,
        'type-unsupported': 0,
      }
    : { malicious: 0, suspicious: 0, undetected: 0, harmless: 0, timeout: 0 };
  const offset = drawBelow(draw, 530, engines);
  for (let n = 0; n < engines; n += 1) {
    const name = engineNames[n] ?? `Engine${n}`;
    const place = (n + offset) % engines;
    const category = place < flagged ? flaggedCategory(draw, n) : quietCategory(draw, n, isFile);
    stats[category] = (stats[category] ?? 0) + 1;
    results[name] = {
      method: 'blacklist',
      engine_name: name,
      category,
      result: wordFor(category, isFile, label),
      ...(isFile ? { engine_version: n % 9 === 0 ? null : `${1 + (n % 6)}.${n}`, engine_update: '20261119' } : {}),
    };
  }
  return { results, stats };
}

function flaggedCategory(draw: Draw, n: number): string {
  return mix(draw.seed ^ n, draw.index, 531) % 12 === 0 ? 'suspicious' : 'malicious';
}

function quietCategory(draw: Draw, n: number, isFile: boolean): string {
  const roll = mix(draw.seed ^ n, draw.index, 532) % 100;
  if (!isFile) return roll < 60 ? 'harmless' : roll < 99 ? 'undetected' : 'timeout';
  if (roll < 84) return 'undetected';
  if (roll < 96) return 'type-unsupported';
  return roll < 98 ? 'timeout' : roll < 99 ? 'failure' : 'confirmed-timeout';
}

function wordFor(category: string, isFile: boolean, label: string): string | null {
  if (category === 'malicious' || category === 'suspicious') return isFile ? label : category;
  if (isFile) return null;
  return category === 'harmless' ? 'clean' : category === 'undetected' ? 'unrated' : 'timeout';
}

/** Votes and reputation; `reputation` is negative for what people call bad. */
export function buildCommunity(indicator: WorldIndicator) {
  const draw: Draw = { seed: 0xc0de, index: indicator.index };
  const bad = indicator.isBenign ? 0 : drawBelow(draw, 533, Math.ceil(indicator.score / 8) + 1);
  const good = indicator.isBenign ? drawBelow(draw, 534, 40) : drawBelow(draw, 534, 2);
  return {
    total_votes: { harmless: good, malicious: bad },
    ...(drawChance(draw, 535, 0.97) ? { reputation: good * 3 - bad * 2 } : {}),
  };
}
