import { parse } from 'tldts';
import { readStream } from '#main/domain/network-streams.ts';
import { displayValue, type IndicatorSummary } from '#shared/model/indicator.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';

/** What an indicator is in MISP; type and category are a pair of `describeTypes.json`. */
export interface AttributeKind {
  readonly type: string;
  readonly category: string;
  readonly value: string;
  /** Whether it can be matched by a detection system. */
  readonly isDetectable: boolean;
}

type Pair = readonly [type: string, category: string];

const pairs: Readonly<Record<Exclude<IndicatorType, 'domain' | 'network_stream'>, Pair>> = {
  ipv4: ['ip-dst', 'Network activity'],
  ipv6: ['ip-dst', 'Network activity'],
  cidr: ['ip-dst', 'Network activity'],
  url: ['url', 'Network activity'],
  // The role of an address is unknown more often than not.
  email: ['email-src', 'Payload delivery'],
  md5: ['md5', 'Payload delivery'],
  sha1: ['sha1', 'Payload delivery'],
  sha256: ['sha256', 'Payload delivery'],
  path: ['filename', 'Artifacts dropped'],
  registry_key: ['regkey', 'Persistence mechanism'],
  user_agent: ['user-agent', 'Network activity'],
  other: ['text', 'Other'],
};

/** Type, category and value of the attribute for an indicator. */
export function kindOf(indicator: Pick<IndicatorSummary, 'type' | 'value' | 'received'>): AttributeKind {
  const { type, value } = indicator;
  if (type === 'domain') {
    const isRegistrable = parse(value).domain === value;
    return { type: isRegistrable ? 'domain' : 'hostname', category: 'Network activity', value, isDetectable: true };
  }
  if (type === 'network_stream') return streamKind(value);
  const [mispType, category] = pairs[type];
  return {
    type: mispType,
    category,
    value: displayValue(indicator),
    isDetectable: type !== 'user_agent' && type !== 'other',
  };
}

/** MISP knows where a stream goes to; one without a port is text. */
function streamKind(value: string): AttributeKind {
  const target = readStream(value)?.target;
  if (target === undefined || target.port === null) return plainText(value);
  return {
    type: target.type === 'domain' ? 'hostname|port' : 'ip-dst|port',
    category: 'Network activity',
    value: `${target.value}|${target.port}`,
    isDetectable: true,
  };
}

/** A value as text that nothing is matched against. */
export function plainText(value: string): AttributeKind {
  return { type: 'text', category: 'Other', value, isDetectable: false };
}
