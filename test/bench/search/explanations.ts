/** Why a goal is missed where it is, and what was tried, by how the lines begin; told beside the figures for those that miss. */
export const explanations: Readonly<Record<string, string>> = {
  exact:
    'exact: two plain look-ups in indexes, which is tried first; the statement that also follows aliases and the other hashes of a file is asked only where there are any.',
  'substring 1-2':
    'substring 1-2: half of the values and more are found, in words too. Tried: sixteen places at a time in WebAssembly, words only of what has the text not in its value, and rows marked without a branch where most are found, and ids of words marked in one pass, rows found from the marks, all in WebAssembly, which are in; values in its memory, which takes longer than to copy them. Not tried: the frequent pairs of letters counted beforehand.',
  prefix:
    'prefix: the first bytes of each value are compared, and they lie thirty bytes apart. Tried: eight of them as two numbers without a branch, which is in. Not tried: an order of the values, which takes four bytes for each.',
  suffix:
    'suffix: the last bytes of each value are compared, and they lie thirty bytes apart. Tried: looking for it like a substring, which takes twice as long, and eight bytes as two numbers without a branch, which is in. Not tried: values in reversed order, which takes memory.',
  under:
    'under: the ids are those of an index of the database, read one by one. Tried: the index alone in the place of a look at each row, which is in.',
  network:
    'network: found by an index of the database, but whether a network ends in time stands in its row. Not tried: the end in the index, or addresses in order in memory.',
  compound:
    'compound: each part is a pass over a byte or two per indicator. Tried: sixteen numbers at a time in WebAssembly, words among few rows in those only, sets of rows narrowed in place, which is in. Not tried: sets of rows for the most frequent values.',
  'all facets':
    'facets: nine rows in ten have a set of words of their own, and five words per row are added up one by one. Tried: of more than half of the rows the others counted and taken away, and names put in order only as far as they are listed, which is in. Not tried: bits for the most frequent words.',
  histogram: 'histogram: the time of each row is put into its stretch one by one; nothing was tried this time.',
  '10,000': 'pasted: one statement looks all names up in an index; nothing was tried this time.',
  'the same, cold':
    'cold: pages of the database come from the disk one after the other, as its indexes ask for them; nothing was tried this time.',
  command:
    'command: most of it is the start of the process and the modules, of which the schema library takes longest. Tried: the thread that answers started first, beside the modules, no schemas in it, of the commands only the one that is asked for, and all of it as one bundle without types, which is in. Not tried: a snapshot of the heap of a started process.',
  'engine from':
    'snapshot: the file is read once, into the memory that is then used as it is, so it is fresh memory that takes the time: the raw limit beside it, once more for the kernel that writes into it. Tried: SHA-1, SHA-256 and sums in JavaScript in the place of CRC-32, which are slower, and larger pages, which only shift the time. Not tried: reading what the first question does not need after it.',
  memory:
    'memory: values, their places, fourteen columns and the words of each. Tried: no number of its set for a row that has one of its own, which is in. Not tried: places of values and words in two bytes from one in sixty-four.',
};

/** What was tried to be faster than ripgrep by as much as the goals ask. */
export const ripgrepTried =
  'Tried: sixteen places at a time in WebAssembly, rows found from the marks there too, by the mark or, where most are found, by the row without a branch, of long needles bytes far from each other, and only values looked at, as it does, which is in; values in the memory of WebAssembly, which takes longer than to copy them. Not tried: an index of three letters, which takes more memory than there is by the goal of 80 bytes an indicator, or more time of each sync.';
