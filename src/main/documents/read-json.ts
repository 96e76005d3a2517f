import { isPlainKey } from '#main/domain/extract/extract-key.ts';
import type { DocumentText, Piece } from './document.ts';

/** A string of a JSON text or a brace; everything between is of no interest. */
const token = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s{0,8}:)?|[{}[\]]/gs;

const wholeString = /"[^"\\]*(?:\\.[^"\\]*)*"/gs;
const literal = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** Whether nothing but JSON stands between the strings; what was cut, commented or written by hand is better read as text. */
export function isJson(source: string): boolean {
  for (const [word] of source.replaceAll(wholeString, ' ').matchAll(/[^\s{}[\],:]+/g)) {
    if (!literal.test(word)) return false;
  }
  return true;
}

/** Names in STIX and MISP whose values name objects, times and people of the exchange itself, never indicators. */
const bookkeeping: ReadonlySet<string> = new Set(
  (
    'id uuid type spec_version schema created modified created_by_ref object_refs source_ref target_ref sighting_of_ref ' +
    'where_sighted_refs observed_data_refs object_marking_refs marking_ref external_references definition_type extensions lang ' +
    'pattern_type pattern_version kill_chain_phases identity_class valid_from valid_until first_seen last_seen timestamp ' +
    'Org Orgc Tag Galaxy GalaxyCluster event_creator_email extends_uuid publish_timestamp category object_relation template_uuid ' +
    'meta-category distribution sharing_group_id RelatedEvent SharingGroup'
  ).split(' '),
);

/**
 * The strings of a JSON text (also several texts in a row), each by itself, and the keys that are more than names of fields; of
 * STIX and MISP only those about the world.
 */
export function readJson(source: string): DocumentText {
  const isExchange = /"(?:spec_version|Attribute|Event|object_marking_refs)"\s*:|"type"\s*:\s*"bundle"/.test(
    source.slice(0, 262_144),
  );
  const pieces: Piece[] = [];
  let line = 1;
  let counted = 0;
  let name = '';
  /** For each open brace, whether all inside is bookkeeping. */
  const open: boolean[] = [];
  for (const match of source.matchAll(token)) {
    const [whole, body] = match;
    if (body === undefined) {
      if (whole === '{' || whole === '[') open.push((open.at(-1) ?? false) || (isExchange && bookkeeping.has(name)));
      else open.pop();
      // A name speaks of the value right behind it, not of what comes after that.
      name = '';
      continue;
    }
    const isInside = open.at(-1) === true;
    const isKey = match[2] !== undefined;
    if (isKey) name = body;
    if (isKey && (isInside || isPlainKey(body))) continue;
    for (let at = source.indexOf('\n', counted); at >= 0 && at < match.index; at = source.indexOf('\n', counted)) {
      line += 1;
      counted = at + 1;
    }
    if (isKey) {
      const text = decodeString(body);
      pieces.push({ text, offset: match.index + 1, line, isOneLine: true, place: 'key', isKey });
      continue;
    }
    const isSkipped = isInside || (isExchange && bookkeeping.has(name));
    const text = isSkipped ? '' : decodeString(body);
    const place = name === '' ? null : `“${name.slice(0, 60)}”`;
    if (text.length > 3) pieces.push({ text, offset: match.index + 1, line, isOneLine: true, place });
    name = '';
  }
  return { format: isExchange ? 'exchange' : 'json', pieces, inner: [] };
}

function decodeString(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, character: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }[character ?? ''] ?? character ?? '';
  });
}
