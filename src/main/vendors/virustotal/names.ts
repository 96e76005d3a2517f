import { createHash } from 'node:crypto';
import { type CanonicalValue, canonicaliseAs, recognise } from '#main/domain/canonicalise.ts';
import type { DerivedDraft } from '../vendor.ts';
import type { StreamItem } from './schema.ts';

/** Under which names an object is known. */
export interface ObjectNames {
  readonly canonical: CanonicalValue;
  /** Names under which the same URL arrives when only its id is known. */
  readonly aliases: readonly string[];
  /** The other hashes of a file. */
  readonly derived: readonly DerivedDraft[];
}

const hashTypes = ['sha256', 'sha1', 'md5'] as const;
const urlId = /^[0-9a-f]{64}$/i;

/** Brings an object to type and value; pure. A kind that we do not know says nothing about the form of its ids. */
export function nameObject(item: StreamItem): ObjectNames {
  switch (item.type) {
    case 'file':
      return nameFile(item);
    case 'url':
      return nameUrl(item);
    case 'domain':
      return plainName(canonicaliseAs('domain', item.id));
    case 'ip_address':
      // The text decides between the two kinds of addresses.
      return plainName(canonicaliseAs('ipv4', item.id));
    default:
      return plainName(recognise(item.id));
  }
}

function plainName(canonical: CanonicalValue): ObjectNames {
  return { canonical, aliases: [], derived: [] };
}

/** The strongest hash names the file; the id is its SHA-256 and is there when the attributes are not. */
function nameFile({ id, attributes }: StreamItem): ObjectNames {
  const found = new Map<string, CanonicalValue>();
  for (const text of [id, attributes?.sha256, attributes?.sha1, attributes?.md5]) {
    if (text === null || text === undefined) continue;
    const canonical = canonicaliseAs('sha256', text);
    if (canonical.type !== 'other' && !found.has(canonical.type)) found.set(canonical.type, canonical);
  }
  const [strongest, ...others] = hashTypes.flatMap((type) => found.get(type) ?? []);
  if (strongest === undefined) return plainName(recognise(id));
  const derived = others.map(({ type, value }) => ({ type, value, relation: 'same_file' as const }));
  return { canonical: strongest, aliases: [], derived };
}

/**
 * The URL where it is known: from the attributes, or as the id, which in descriptors of subscriptions is the URL itself.
 * Otherwise its id, under a name that is folded into the URL as soon as that is known.
 */
function nameUrl({ id, attributes }: StreamItem): ObjectNames {
  const isHashed = urlId.test(id);
  const text = attributes?.url || (isHashed ? null : id);
  if (text === null) return plainName({ type: 'other', value: aliasOf(id.toLowerCase()), received: null });
  const canonical = canonicaliseAs('url', text);
  // The vendor's id is the digest of its own canonical text, which for nearly all URLs is ours or the text as sent.
  const ids = isHashed ? [id.toLowerCase()] : [canonical.value, text].map(digest);
  return { canonical, aliases: [...new Set(ids)].map(aliasOf), derived: [] };
}

function aliasOf(hexId: string): string {
  return `vt-url:${hexId}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
