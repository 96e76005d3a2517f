/** The key that is accepted: 26 lower-case letters and digits. */
export const threatgridSecrets = { apiKey: 'tgk3y7m2q9x4w8r5t6n1p0demo' } as const;

/** The key's owner, as `whoami` names them. */
export const threatgridLogin = 'jdoe';
