/** Why a goal is missed where it is, and what was tried; told beside the figures for the lines that miss. */
export const explanations: Readonly<Record<string, string>> = {
  exact:
    'exact: two plain look-ups in indexes, which is tried first; the statement that also follows aliases and the other hashes of a file is asked only where there are any.',
  'substring 1-2':
    'substring 1-2: nearly every value has one or two frequent characters, so native search with a jump behind each hit is left after 256 dense hits and each row is looked at byte by byte. Not tried: marks of the pairs of characters of each row.',
  suffix:
    'suffix: looked for natively like a substring, then compared at the end of each hit. Not tried: values in reversed order, which takes memory.',
  compound:
    'compound: each part is a pass over a byte or two per indicator. Tried: rare words looked for natively, and words among few rows in those only, which is in. Not tried: sets of rows for the most frequent values.',
  facets:
    'facets: nine rows in ten have a set of words of their own, so counting sets first saves nothing, and five words per row are added up one by one. Not tried: bits for the most frequent words.',
  snapshot:
    'snapshot: the file is read and its checksums are compared as a whole, and the place of each indicator is found anew; nothing was tried this time.',
  memory: 'memory: values, their places, fourteen columns and the words of each; nothing was tried this time.',
};
