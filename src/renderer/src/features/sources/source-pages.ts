/** Pages of Sources that are about all connections; in a route they stand where the id of one would. */
export const sourcePages = [
  { id: 'overlap', title: 'Overlap of vendors' },
  { id: 'standing', title: 'Enforced and drifting' },
] as const;
export type SourcePage = (typeof sourcePages)[number];
