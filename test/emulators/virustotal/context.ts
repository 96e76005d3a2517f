import { type Draw, drawBelow, drawChance, drawHex, drawOne, drawUuid } from '../world/random.ts';
import type { WorldIndicator } from '../world/types.ts';
import type { EntityType, Origin } from './filter.ts';
import { buildSnippet } from './snippet.ts';

/** What made a notification appear: a ruleset, a job, a collection, an actor or a profile. */
export interface NotificationSource {
  readonly id: string;
  readonly type: string;
  readonly label: string;
}

/** About the rule that matched. */
export interface HuntingInfo {
  readonly rule_name: string;
  readonly rule_tags?: readonly string[];
  readonly snippet?: string;
  readonly source_country?: string;
  readonly source_key?: string;
  readonly match_source?: string;
  readonly match_in_subfile?: boolean;
}

/** The part of a notification that says why it is there. */
export interface NotificationContext {
  readonly origin: Origin;
  readonly sources: readonly NotificationSource[];
  readonly tags: readonly string[];
  readonly hunting_info: HuntingInfo | null;
}

const hostRulesets = [
  'Newly_Seen_Hosts',
  'Loader_Infrastructure',
  'Brand_Monitoring_Logistics',
  'Phishing_Kits',
] as const;
const fileRulesets = [
  'Stealer_Families',
  'Ransomware_Notes',
  'Macro_Documents',
  'Suspicious_Installers',
  'Loader_Families',
] as const;

const profiles = [
  ' Energy, Finance, Gov, Healthcare Sectors',
  'European Manufacturing',
  ' Logistics, Retail Sectors',
  'Own supply chain',
] as const;

/** Draws why the n-th notification about an object appeared; pure. */
export function buildContext(indicator: WorldIndicator, type: EntityType, draw: Draw): NotificationContext {
  return drawChance(draw, 500, 0.6) ? buildHunting(indicator, type, draw) : buildSubscription(indicator, draw);
}

/** Only the origin, without the rest. */
export function originOf(draw: Draw): Origin {
  return drawChance(draw, 500, 0.6) ? 'hunting' : 'subscriptions';
}

function buildHunting(indicator: WorldIndicator, type: EntityType, draw: Draw): NotificationContext {
  const isRetrohunt = drawChance(draw, 501, 0.06);
  const ruleset = drawOne(draw, 502, type === 'file' ? fileRulesets : hostRulesets);
  const { campaign } = indicator;
  const subjects = type === 'file' ? ['config', 'strings', 'packer'] : ['landing', 'beacon', 'panel'];
  const rule = `${campaign.name.replace(' ', '')}_${drawOne(draw, 503, subjects)}`;
  const ruleTags = drawChance(draw, 504, 0.4) ? [campaign.kind, campaign.slug] : [];
  const hashTag = type === 'file' && drawChance(draw, 505, 0.03) ? [indicator.file.sha256] : [];
  return {
    origin: 'hunting',
    sources: [isRetrohunt ? retrohuntSource(draw) : rulesetSource(draw, ruleset)],
    tags: [...new Set([...hashTag, ruleset.toLowerCase(), rule.toLowerCase(), ...ruleTags])],
    hunting_info: buildHuntingInfo({ draw, type, rule, ruleTags, indicator }),
  };
}

interface HuntingInput {
  readonly draw: Draw;
  readonly type: EntityType;
  readonly rule: string;
  readonly ruleTags: readonly string[];
  readonly indicator: WorldIndicator;
}

function buildHuntingInfo({ draw, type, rule, ruleTags, indicator }: HuntingInput): HuntingInfo {
  const matchSources = { file: 'ORIGINAL_FILE', url: 'URL_RESPONSE_BODY', domain: 'DOMAIN', ip_address: undefined };
  const matchSource = matchSources[type];
  const hasSnippet = type === 'file' && drawChance(draw, 506, 0.5);
  return {
    rule_name: rule,
    ...(ruleTags.length === 0 ? {} : { rule_tags: ruleTags }),
    ...(hasSnippet ? { snippet: buildSnippet(indicator.campaign.malware, draw) } : {}),
    ...(drawChance(draw, 507, 0.5) ? { source_country: indicator.network.countryCode } : {}),
    ...(drawChance(draw, 508, 0.6) ? { source_key: drawHex({ ...draw, index: draw.index % 97 }, 51, 8) } : {}),
    ...(matchSource === undefined ? {} : { match_source: matchSource }),
    ...(type === 'file' && drawChance(draw, 509, 0.1) ? { match_in_subfile: true } : {}),
  };
}

function rulesetSource({ seed }: Draw, label: string): NotificationSource {
  const number = label.length * 31 + label.charCodeAt(0);
  const id = String(17_000_000_000 + drawBelow({ seed, index: number }, 510, 1_000_000_000));
  return { id, type: 'hunting_ruleset', label };
}

function retrohuntSource(draw: Draw): NotificationSource {
  const number = drawBelow(draw, 511, 9);
  return {
    id: `sightline-${1_790_000_000 + number * 86_400}`,
    type: 'retrohunt_job',
    label: `Retrohunt ${number + 1}`,
  };
}

// Often two: the profile that one follows, and the collection that carried the indicator.
function buildSubscription(indicator: WorldIndicator, draw: Draw): NotificationContext {
  const collection = collectionSource(indicator, draw);
  const roll = drawBelow(draw, 512, 100);
  const sources =
    roll < 50 ? [profileSource(draw), collection] : roll < 85 ? [collection] : [actorSource(indicator, draw)];
  return { origin: 'subscriptions', sources, tags: [], hunting_info: null };
}

function collectionSource({ campaign }: WorldIndicator, { seed }: Draw): NotificationSource {
  const draw = { seed, index: campaign.index };
  const id = campaign.index % 3 === 0 ? `malware--${drawUuid(draw, 52)}` : drawHex(draw, 53, 64);
  const label = campaign.index % 3 === 0 ? campaign.malware.toUpperCase() : `${campaign.name}: ${campaign.malware}`;
  return { id, type: 'collection', label };
}

function profileSource(draw: Draw): NotificationSource {
  const number = drawBelow(draw, 513, profiles.length);
  const numbered = { seed: draw.seed, index: number };
  const id = number % 2 === 0 ? drawUuid(numbered, 54) : drawHex(numbered, 55, 32);
  return { id, type: 'threat_profile', label: profiles[number] ?? profiles[0] };
}

function actorSource({ campaign }: WorldIndicator, { seed }: Draw): NotificationSource {
  return {
    id: `threat-actor--${drawUuid({ seed, index: campaign.index }, 56)}`,
    type: 'threat_actor',
    label: campaign.name,
  };
}
