import type { JsonValue } from '#main/domain/canonical-json.ts';
import { readStream } from '#main/domain/network-streams.ts';
import type { CaseFile } from '#shared/model/case.ts';
import { displayValue, type IndicatorSummary } from '#shared/model/indicator.ts';
import type { FileHashes } from './file-groups.ts';
import { observableId } from './ids.ts';
import { formText, type StixObject } from './objects.ts';
import { spellRegistryKey, splitPath } from './spellings.ts';

/** What an observable is made of; hashes bring those of their file. */
export type Observed = Pick<IndicatorSummary, 'type' | 'value' | 'received'>;

/**
 * The observables that stand for an indicator, those it refers to first and its own last.
 * @param hashes all that is known of the file, for hashes.
 * @returns empty where STIX has no observable for it, or none that the value would be valid in.
 */
export function observablesOf(indicator: Observed, hashes: FileHashes): readonly StixObject[] {
  const { type, value } = indicator;
  switch (type) {
    case 'ipv4':
    case 'ipv6':
      return [withValue(`${type}-addr`, value)];
    case 'cidr':
      return [withValue(value.includes(':') ? 'ipv6-addr' : 'ipv4-addr', value)];
    case 'domain':
      return [withValue('domain-name', value)];
    case 'url':
      return uri.test(value) ? [withValue('url', value)] : [];
    case 'email':
      return mailbox.test(value) ? [withValue('email-addr', value)] : [];
    case 'md5':
    case 'sha1':
    case 'sha256':
      return [fileOf(hashes)];
    case 'path':
      return pathObservables(displayValue(indicator));
    case 'registry_key':
      return registryObservables(spellRegistryKey(indicator));
    case 'network_stream':
      return streamObservables(value);
    case 'user_agent':
    case 'other':
      return [];
  }
}

/** RFC 3986 with an authority: what WHATWG lets stand in a path (`|`, `^`, `{`) is no URI. */
const uri =
  /^[a-z][a-z0-9+.-]*:\/\/(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9a-f]{2})*@)?(?:\[[0-9a-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*)(?::\d*)?(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[0-9a-f]{2})*)*(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?$/i;

/** What the schema's `email` format takes: ASCII atoms and labels. */
const mailbox =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

function withValue(type: string, value: string): StixObject {
  return observable(type, { value });
}

/** An observable all of whose properties decide its id. */
function observable(type: string, properties: { readonly [name: string]: JsonValue }): StixObject {
  return { type, spec_version: '2.1', id: observableId(type, properties), ...properties };
}

const hashNames = [
  ['md5', 'MD5'],
  ['sha1', 'SHA-1'],
  ['sha256', 'SHA-256'],
] as const;

/** One file with all its hashes; the first of them in the order of the specification decides the id. */
function fileOf(hashes: FileHashes): StixObject {
  const named = hashNames.flatMap(([type, name]) => {
    const hash = hashes[type];
    return hash === undefined ? [] : [[name, hash] as const];
  });
  const id = observableId('file', { hashes: Object.fromEntries(named.slice(0, 1)) });
  return { type: 'file', spec_version: '2.1', id, hashes: Object.fromEntries(named) };
}

/** A file of the case by what proves it. */
export function fileObservable({ name, sizeBytes, md5, sha1, sha256 }: CaseFile): StixObject {
  const hashes = { MD5: md5, 'SHA-1': sha1, 'SHA-256': sha256 };
  const id = observableId('file', { hashes: { MD5: md5 }, name: formText(name) });
  return { type: 'file', spec_version: '2.1', id, hashes, name: formText(name), size: sizeBytes };
}

function pathObservables(path: string): readonly StixObject[] {
  const { folder, name } = splitPath(path);
  if (folder === null) return [observable('file', { name })];
  const directory = observable('directory', { path: folder });
  return name === '' ? [directory] : [directory, observable('file', { name, parent_directory_ref: directory.id })];
}

/** The schema refuses the short names of the roots anywhere in a key. */
const refusedInKeys = /HKLM|HKCC|HKCR|HKCU|HKU|hklm|hkcc|hkcr|hkcu|hku/;

function registryObservables(key: string | undefined): readonly StixObject[] {
  return key === undefined || refusedInKeys.test(key) ? [] : [observable('windows-registry-key', { key })];
}

function streamObservables(value: string): readonly StixObject[] {
  const target = readStream(value)?.target;
  if (target === undefined) return [];
  const end = withValue(target.type === 'domain' ? 'domain-name' : `${target.type}-addr`, target.value);
  // The vendors' records name no protocol that we keep: what is certain is the address.
  const protocols = [target.type === 'domain' ? 'ip' : target.type];
  const port = target.port === null ? {} : { dst_port: target.port };
  return [end, observable('network-traffic', { dst_ref: end.id, ...port, protocols })];
}
