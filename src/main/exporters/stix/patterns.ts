import { readStream } from '#main/domain/network-streams.ts';
import { displayValue, type IndicatorSummary } from '#shared/model/indicator.ts';
import { spellRegistryKey, splitPath } from './spellings.ts';

/** A text as a literal of the pattern language: backslashes and quotes are escaped, nothing else. */
export function patternLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** The pattern of one observation that an indicator stands for; undefined for what STIX has no pattern for. */
export function patternOf(indicator: Pick<IndicatorSummary, 'type' | 'value' | 'received'>): string | undefined {
  const comparison = compare(indicator);
  return comparison === undefined ? undefined : `[${comparison}]`;
}

function compare(indicator: Pick<IndicatorSummary, 'type' | 'value' | 'received'>): string | undefined {
  const { type, value } = indicator;
  const literal = patternLiteral(value);
  switch (type) {
    case 'ipv4':
    case 'ipv6':
      return `${type}-addr:value = ${literal}`;
    case 'cidr':
      return `${value.includes(':') ? 'ipv6' : 'ipv4'}-addr:value ISSUBSET ${literal}`;
    case 'domain':
      return `domain-name:value = ${literal}`;
    case 'url':
      return `url:value = ${literal}`;
    case 'email':
      return `email-addr:value = ${literal}`;
    case 'md5':
      return `file:hashes.MD5 = ${literal}`;
    case 'sha1':
      return `file:hashes.'SHA-1' = ${literal}`;
    case 'sha256':
      return `file:hashes.'SHA-256' = ${literal}`;
    case 'path':
      return comparePath(displayValue(indicator));
    case 'registry_key':
      return `windows-registry-key:key = ${patternLiteral(spellRegistryKey(indicator) ?? displayValue(indicator))}`;
    case 'network_stream':
      return compareStream(value);
    case 'user_agent':
      return `network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = ${literal}`;
    case 'other':
      return undefined;
  }
}

function comparePath(path: string): string {
  const { folder, name } = splitPath(path);
  if (folder === null) return `file:name = ${patternLiteral(name)}`;
  if (name === '') return `directory:path = ${patternLiteral(folder)}`;
  return `file:name = ${patternLiteral(name)} AND file:parent_directory_ref.path = ${patternLiteral(folder)}`;
}

function compareStream(value: string): string | undefined {
  const target = readStream(value)?.target;
  if (target === undefined) return undefined;
  const host = `network-traffic:dst_ref.value = ${patternLiteral(target.value)}`;
  return target.port === null ? host : `${host} AND network-traffic:dst_port = ${target.port}`;
}
