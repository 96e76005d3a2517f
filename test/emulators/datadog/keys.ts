/** Keys that are accepted. */
export const datadogSecrets = {
  apiKey: 'dd0a1b2c3d4e5f60718293a4b5c6d7e8',
  applicationKey: 'dda9b8c7d6e5f4039281706f5e4d3c2b1a0f9e8d',
} as const;

/** An OAuth token that is accepted instead of the two keys. */
export const datadogBearerToken = 'ddpat-emulator-0123456789abcdef';
