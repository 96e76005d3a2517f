/**
 * The part of keytar that we use. Not `findCredentials`: on a locked gnome-keyring it ends the process (signal 11). Not
 * `findPassword`: it returns any connection's secret.
 */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** A way to keytar that can be started over. Creating one loads nothing; the first call does. */
export interface KeytarAccess extends Keytar {
  /** Drops calls that hang and connections that are stale, as far as possible: the next call starts afresh. */
  reset(): void;
}

/** keytar in this process, where no other can be started (Electron, whose fuses forbid it). Nothing can be reset there. */
export function createInlineKeytar(): KeytarAccess {
  const load = async (): Promise<Keytar> => {
    const { default: keytar } = await import('keytar');
    return keytar;
  };
  return {
    getPassword: async (...args) => (await load()).getPassword(...args),
    setPassword: async (...args) => (await load()).setPassword(...args),
    deletePassword: async (...args) => (await load()).deletePassword(...args),
    reset: () => undefined,
  };
}
