/** Put in by `electron.vite.config.ts`; not there when run from source. */
declare const builtUpdateAddress: string | undefined;
declare const builtUpdateKeys: string | undefined;

/** What this build was given: where updates lie and who signs them. Both empty in a build without, and when run from source. */
export const builtUpdates = {
  address: typeof builtUpdateAddress === 'undefined' ? '' : builtUpdateAddress,
  keys: typeof builtUpdateKeys === 'undefined' ? '' : builtUpdateKeys,
};
