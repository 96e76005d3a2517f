import { formatStream, readStream } from '#main/domain/network-streams.ts';
import type { DerivedDraft } from '#main/vendors/vendor.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { Bundle } from './bundle.ts';
import { fieldsOf } from './indicators.ts';
import type { StixObject } from './objects.ts';
import { hashType, joinFolder } from './wanted-values.ts';

/** A value that an observable stands for. */
interface Observed {
  readonly type: IndicatorType | null;
  readonly text: string;
  readonly derived?: readonly DerivedDraft[];
}

const typesByName: Readonly<Record<string, IndicatorType>> = {
  'ipv4-addr': 'ipv4',
  'ipv6-addr': 'ipv6',
  'domain-name': 'domain',
  url: 'url',
  'email-addr': 'email',
};

/** Observables that are told by other objects, or only hold what others refer to. */
export const observableTypes: ReadonlySet<string> = new Set([
  ...Object.keys(typesByName),
  'file',
  'artifact',
  'directory',
  'windows-registry-key',
  'network-traffic',
]);

/** Reads an observable: it is a value that somebody has seen, not yet one that somebody warns of. */
export function readObservable(bundle: Bundle, object: StixObject): void {
  const observed = observe(bundle, object);
  if (observed === undefined) {
    bundle.collector.skip(object.id, object.type, 'It holds no value of a kind that is kept.');
    return;
  }
  const fields = fieldsOf(bundle, object);
  // The name of a file says what its hash is the hash of.
  const description = object.type === 'file' && object.hashes !== null ? object.name : fields.description;
  bundle.collector.add({
    place: object.id,
    key: object.id,
    ...observed,
    fields: { ...fields, description },
    raw: object.original,
  });
}

function observe(bundle: Bundle, object: StixObject): Observed | undefined {
  const type = typesByName[object.type];
  if (type !== undefined) return object.value === null ? undefined : { type, text: object.value };
  if (object.type === 'directory') return object.path === null ? undefined : { type: 'path', text: object.path };
  if (object.type === 'windows-registry-key') {
    return object.key === null ? undefined : { type: 'registry_key', text: object.key };
  }
  if (object.type === 'network-traffic') return observeTraffic(bundle, object);
  return observeHashes(object) ?? observePath(bundle, object);
}

/** The strongest hash; the others are of the same file. */
function observeHashes({ hashes }: StixObject): Observed | undefined {
  const known = Object.entries(hashes ?? {}).flatMap(([name, value]) => {
    const type = hashType(name);
    return type === undefined ? [] : [{ type, value: value.toLowerCase() }];
  });
  const best = (['sha256', 'sha1', 'md5'] as const).map((type) => known.find((one) => one.type === type));
  const strongest = best.find((one) => one !== undefined);
  if (strongest === undefined) return undefined;
  return {
    type: strongest.type,
    text: strongest.value,
    derived: known.map((one) => ({ ...one, relation: 'same_file' })),
  };
}

function observePath(bundle: Bundle, { name, parent_directory_ref: parent }: StixObject): Observed | undefined {
  if (name === null) return undefined;
  const folder = bundle.find(parent)?.path ?? null;
  return { type: 'path', text: folder === null ? name : joinFolder(folder, name) };
}

/** Traffic is a stream only where both of its ends are known. */
function observeTraffic(bundle: Bundle, object: StixObject): Observed | undefined {
  const [source, target] = [bundle.find(object.src_ref)?.value, bundle.find(object.dst_ref)?.value];
  if (source === null || source === undefined || target === null || target === undefined) return undefined;
  const end = (host: string, port: number | null | undefined): string =>
    `${host.includes(':') ? `[${host}]` : host}${port === null || port === undefined ? '' : `:${port}`}`;
  const stream = readStream(`${end(source, object.src_port)}->${end(target, object.dst_port)}`);
  return stream === undefined ? undefined : { type: 'network_stream', text: formatStream(stream) };
}
