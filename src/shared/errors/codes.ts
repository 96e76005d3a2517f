/**
 * Every error code a user or a caller can meet, `area.reason`; the area says whose matter it is.
 * Adding one means adding its exit status in the shells' `exit-status.ts`.
 */
export const errorCodes = [
  'input.invalid',
  'input.unknownMethod',
  'input.tooLarge',
  'credential.missing',
  'credential.rejected',
  'credential.storeUnavailable',
  'vendor.rateLimited',
  'vendor.unavailable',
  'vendor.badResponse',
  'vendor.forbidden',
  'network.offline',
  'network.timeout',
  'network.tls',
  'storage.busy',
  'storage.full',
  'storage.corrupt',
  'storage.readOnly',
  'storage.newerSchema',
  'storage.foreignFile',
  'storage.unsafeEngine',
  'state.notFound',
  'state.conflict',
  'state.illegalTransition',
  'update.off',
  'update.unavailable',
  'update.notVerified',
  'export.cancelled',
  'export.notWritable',
  'internal.bug',
  'internal.cancelled',
] as const;

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number];
