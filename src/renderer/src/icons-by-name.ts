/**
 * Stands for Blueprint's loader of icons by name when the window is built: icons are given as elements here, and the loader brings
 * the names of all seven hundred in three spellings, made anew at each start, and two files of 300 kB with their paths.
 */
const refuse = (): never => {
  throw new Error('Icons are given as elements, not by name.');
};

export const Icons = { getPaths: refuse, load: refuse } as const;
