import type { PapMark, TlpMark } from '#shared/model/vocabulary.ts';

/** A tag of an event or attribute. */
export interface MispTag {
  readonly name: string;
  readonly colour?: string;
}

/** Colours of the marks in MISP's own taxonomies. */
const tlpColours: Readonly<Record<TlpMark, string>> = {
  clear: '#ffffff',
  green: '#33FF00',
  amber: '#FFC000',
  'amber+strict': '#FFC000',
  red: '#FF2B2B',
};

const papColours: Readonly<Record<PapMark, string>> = {
  clear: '#ffffff',
  green: '#33ff00',
  amber: '#ffc000',
  red: '#ff2b2b',
};

export function tlpTag(mark: TlpMark): MispTag {
  return { name: `tlp:${mark}`, colour: tlpColours[mark] };
}

export function papTag(mark: PapMark): MispTag {
  return { name: `PAP:${mark.toUpperCase()}`, colour: papColours[mark] };
}

/** What MISP has no field for, as a machine tag that our importer reads: `sightline:role="c2"`. */
export function ownTag(name: string, value: string): MispTag {
  return { name: `sightline:${name}="${value}"` };
}

/** Tags as vendors and analysts wrote them, without control characters; each once. */
export function foreignTags(names: readonly string[]): readonly MispTag[] {
  const clean = names
    .map((name) =>
      name
        .toWellFormed()
        .replace(/\p{Cc}/gu, '')
        .trim(),
    )
    .filter((name) => name !== '');
  return [...new Set(clean)].map((name) => ({ name }));
}
