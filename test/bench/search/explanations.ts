/** Why a goal is missed where it is, and what was tried; told beside the figures for the lines that miss. */
export const explanations: Readonly<Record<string, string>> = {
  exact:
    'exact: two plain look-ups in indexes, which is tried first; the statement that also follows aliases and the other hashes of a file is asked only where there are any.',
  'substring 1-2':
    'substring 1-2: half of the values and more are found, in words too. Tried: sixteen places at a time in WebAssembly, and words only of what has the text not in its value, which are in; the rest of the time is one step for each value found. Not tried: that step in WebAssembly.',
  suffix:
    'suffix: looked for like a substring, sixteen places at a time, then compared at the end of each hit. Not tried: values in reversed order, which takes memory.',
  compound:
    'compound: each part is a pass over a byte or two per indicator. Tried: rare words looked for natively, and words among few rows in those only, which is in. Not tried: sets of rows for the most frequent values.',
  facets:
    'facets: nine rows in ten have a set of words of their own, and five words per row are added up one by one. Tried: sets counted first only where rows share them, and names put in order only as far as they are listed, which is in. Not tried: bits for the most frequent words.',
  snapshot:
    'snapshot: the file is read and its checksums are compared as a whole, and the place of each indicator is found anew; nothing was tried this time.',
  memory: 'memory: values, their places, fourteen columns and the words of each; nothing was tried this time.',
};
