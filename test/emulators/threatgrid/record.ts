import { type Draw, drawBelow, drawChance, drawHex } from '../world/random.ts';
import type { WorldIndicator } from '../world/types.ts';
import type { BehaviouralIndicator, ThreatgridFeed } from './feeds.ts';

/** One line of a feed before it is written out: an indicator, seen in one run, under one behavioural indicator. */
export interface ThreatgridEntry {
  /** Index in the world. */
  readonly index: number;
  /** Which run of the sample. */
  readonly run: number;
  readonly timeMs: number;
  readonly behaviour: BehaviouralIndicator;
}

/** What all feeds have in common. */
export interface ThreatgridCommon {
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly timestamp: string;
  readonly ioc: string;
  readonly confidence: number;
  readonly severity: number;
  /** 32 hex digits. */
  readonly sample_id: string;
}

/** A record of any feed; `own` members differ (`domain`, `ip` and `port`, …). */
export type ThreatgridRecord = ThreatgridCommon & Readonly<Record<string, string | number | null>>;

/** A sample is shared by the indicators seen in it; the number names it. */
export function sampleNumber(index: number): number {
  return Math.floor(index / 12);
}

/** The id of one run of a sample. */
export function sampleIdOf(seed: number, index: number, run: number): string {
  return drawHex({ seed, index: sampleNumber(index) }, 161 + run, 32);
}

/** Whose sample it was: one in five the organisation's, one in twenty the key owner's own. */
export function ownerOf(seed: number, index: number): 'user' | 'organisation' | 'other' {
  const part = drawBelow({ seed, index: sampleNumber(index) }, 171, 20);
  if (part === 0) return 'user';
  return part < 4 ? 'organisation' : 'other';
}

/** Writes a record out as its feed does. */
export function buildRecord(parts: {
  readonly seed: number;
  readonly feed: ThreatgridFeed;
  readonly world: WorldIndicator;
  readonly entry: ThreatgridEntry;
  readonly hasArtifactSha1: boolean;
}): ThreatgridRecord {
  const { seed, feed, world, entry } = parts;
  const common: ThreatgridCommon = {
    timestamp: `${new Date(entry.timeMs).toISOString().slice(0, 19)}Z`,
    ioc: entry.behaviour.name,
    confidence: entry.behaviour.confidence,
    severity: entry.behaviour.severity,
    sample_id: sampleIdOf(seed, entry.index, entry.run),
  };
  // Artifacts are the one feed without the sample's hash.
  if (feed === 'artifacts') return { ...artifactMembers(seed, world, parts.hasArtifactSha1), ...common };
  return { ...ownMembers(feed, world, seed), ...common, sample_sha256: world.file.sha256 };
}

function artifactMembers(seed: number, { index, file }: WorldIndicator, hasSha1: boolean) {
  const draw: Draw = { seed, index };
  return {
    aid: 1 + drawBelow(draw, 172, 40),
    path: drawChance(draw, 173, 0.4) ? file.name : `\\Users\\Administrator\\AppData\\Local\\Temp\\${file.name}`,
    artifact_md5: file.md5,
    ...(hasSha1 ? { artifact_sha1: file.sha1 } : {}),
    artifact_sha256: file.sha256,
  };
}

function ownMembers(feed: Exclude<ThreatgridFeed, 'artifacts'>, world: WorldIndicator, seed: number) {
  switch (feed) {
    case 'ips': {
      const draw: Draw = { seed, index: world.index };
      return {
        ip: world.value,
        port: drawChance(draw, 174, 0.1) ? ([80, 443, 8080][drawBelow(draw, 175, 3)] ?? 80) : null,
      };
    }
    case 'domains':
      return { domain: world.value };
    case 'urls':
      return { url: withPort(world.value) };
    case 'paths':
      return { path: world.value };
    case 'registry_keys':
      return { registry_key: world.value };
    case 'network_streams': {
      const { stream } = world;
      if (stream === undefined) throw new RangeError('a stream record needs a stream');
      const { source, sourcePort, destination, destinationPort } = stream;
      return { src: source, src_port: sourcePort, dst: destination, dst_port: destinationPort };
    }
  }
}

/** The service writes the port even when it is the scheme's own: `http://example.com:80/`. */
function withPort(url: string): string {
  return url.replace(/^(https?):\/\/([^/:]+)(?=\/)/, (_, scheme: string, host: string) => {
    return `${scheme}://${host}:${scheme === 'http' ? 80 : 443}`;
  });
}
