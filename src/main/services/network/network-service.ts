import * as z from 'zod';
import type { Clock, CredentialStore, Logger, NetworkRules } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import {
  type NetworkSettings,
  type ProxySettings,
  proxySettingsSchema,
  type TrustedAuthority,
  trustedAuthoritySchema,
} from '#shared/model/network.ts';
import type { Store } from '../ports/store.ts';
import { examineNetwork } from './examine-network.ts';
import { readPem } from './read-pem.ts';
import { checkProxy } from './read-proxy.ts';

/** The login of a proxy as typed. */
export interface ProxyLogin {
  readonly user: string;
  readonly password: string;
}

/** The way to the vendors: proxy and authorities. There is no way to turn the check of certificates off. */
export interface NetworkService {
  get(): Promise<NetworkSettings>;
  /** @throws AppError `input.invalid`. */
  setProxy(proxy: ProxySettings): Promise<NetworkSettings>;
  /** Into the keychain; null removes it. @throws AppError `input.invalid`, `credential.storeUnavailable`. */
  setProxyLogin(login: ProxyLogin | null): Promise<NetworkSettings>;
  /** Trusts the certificates of a PEM text, for one connection or (null) for all. @throws AppError `input.invalid`. */
  addAuthorities(pem: string, connectionId: ConnectionId | null): Promise<NetworkSettings>;
  /** @throws AppError `state.notFound`. */
  removeAuthority(fingerprint: string, connectionId: ConnectionId | null): Promise<NetworkSettings>;
  /** Forgets what was trusted for a connection that is no more. */
  forget(connectionId: ConnectionId): Promise<void>;
  /** What is wrong with the settings, one sentence each; settings that cannot be read are such a fault too. @throws AppError `storage.*`. */
  examine(): Promise<readonly string[]>;
  /** What calls of a connection (null: one that is only tried out) follow. @throws AppError `credential.storeUnavailable`. */
  rules(connectionId: ConnectionId | null): Promise<NetworkRules>;
}

export interface NetworkServiceParts {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly keychain: CredentialStore;
  readonly logger: Pick<Logger, 'learn'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** The proxy of the system's variables, without a login; null: none. */
  readonly systemProxy: () => string | null;
}

/** Where the login lies in the keychain: beside the connections' own, which have ids of another form. */
const loginAccount = 'network-proxy';

const authoritySchema = trustedAuthoritySchema.extend({ pem: z.string() });
const savedSchema = z.strictObject({
  proxy: proxySettingsSchema,
  hasProxyLogin: z.boolean(),
  authorities: z.array(authoritySchema),
});
type Saved = z.infer<typeof savedSchema>;

const nothingSaved: Saved = {
  proxy: { mode: 'system', origin: null, bypass: [], includesLoopback: false },
  hasProxyLogin: false,
  authorities: [],
};

/** Kept as one setting: it is read for each session, and changed as rarely as networks are. */
export function createNetworkService(parts: NetworkServiceParts): NetworkService {
  const { store, keychain, logger } = parts;

  async function readText(): Promise<string | undefined> {
    return (await store.read('settings.get', null))['network'];
  }

  async function read(): Promise<Saved> {
    const parsed = parseSaved(await readText());
    if (parsed !== null) return parsed;
    throw unreadable();
  }

  async function apply(edit: (saved: Saved) => Saved): Promise<NetworkSettings> {
    const text = await readText();
    const next = edit(parseSaved(text) ?? salvage(text));
    await store.write('settings.set', { name: 'network', value: JSON.stringify(next) });
    return view(next);
  }

  /** The last change; the next one starts from what it left. */
  let turn: Promise<unknown> = Promise.resolve();

  function change(edit: (saved: Saved) => Saved): Promise<NetworkSettings> {
    const changed = turn.then(() => apply(edit));
    turn = changed.catch(() => undefined);
    return changed;
  }

  function view({ proxy, hasProxyLogin, authorities }: Saved): NetworkSettings {
    const shown = authorities.map(({ pem: _pem, ...authority }) => authority);
    return { proxy, hasProxyLogin, systemProxy: parts.systemProxy(), authorities: shown };
  }

  async function readLogin(): Promise<Secret | null> {
    const fields = await keychain.get(loginAccount);
    const user = fields?.['user']?.reveal();
    if (user === undefined) return null;
    const password = fields?.['password']?.reveal() ?? '';
    const login = new Secret(`${user}:${password}`);
    logger.learn(login);
    logger.learn(new Secret(password));
    return login;
  }

  return {
    get: async () => view(await read()),
    async setProxy(typed) {
      const proxy = checkProxy(typed);
      return change((saved) => ({ ...saved, proxy }));
    },
    async setProxyLogin(login) {
      if (login === null) {
        await keychain.delete(loginAccount);
        return change((saved) => ({ ...saved, hasProxyLogin: false }));
      }
      if (login.user === '' || login.user.includes(':')) {
        throw new AppError('input.invalid', 'The user name of a proxy must not be empty and holds no colon.');
      }
      logger.learn(new Secret(login.password));
      await keychain.set(loginAccount, { user: login.user, password: login.password });
      return change((saved) => ({ ...saved, hasProxyLogin: true }));
    },
    async addAuthorities(pem, connectionId) {
      const added = readPem(pem).map((certificate) => ({ ...certificate, connectionId }));
      return change((saved) => ({
        ...saved,
        authorities: [...saved.authorities.filter((one) => !added.some((other) => isSame(one, other))), ...added],
      }));
    },
    async removeAuthority(fingerprint, connectionId) {
      const isMeant = (one: TrustedAuthority): boolean => isSame(one, { fingerprint, connectionId });
      return change((saved) => {
        if (!saved.authorities.some(isMeant)) {
          throw new AppError('state.notFound', 'This certificate is not among those that were added.');
        }
        return { ...saved, authorities: saved.authorities.filter((one) => !isMeant(one)) };
      });
    },
    async forget(connectionId) {
      // Settings that this version cannot read must not keep a connection from being removed.
      const saved = parseSaved(await readText());
      if (saved === null || !saved.authorities.some((one) => one.connectionId === connectionId)) return;
      await change((now) => ({
        ...now,
        authorities: now.authorities.filter((one) => one.connectionId !== connectionId),
      }));
    },
    async examine() {
      const saved = parseSaved(await readText());
      if (saved !== null) return examineNetwork({ ...saved, systemProxy: parts.systemProxy() }, parts.clock.nowMs());
      const { message, suggestion = '' } = unreadable();
      return [`${message} ${suggestion}`];
    },
    async rules(connectionId) {
      const { proxy, hasProxyLogin, authorities } = await read();
      const usesLogin = proxy.mode === 'manual' && hasProxyLogin;
      const trusted = authorities.filter((one) => one.connectionId === null || one.connectionId === connectionId);
      return {
        proxy: { ...proxy, login: usesLogin ? await readLogin() : null },
        authorities: trusted.map(({ pem }) => pem),
      };
    },
  };
}

function unreadable(): AppError {
  return new AppError('input.invalid', 'The network settings cannot be read by this version.', {
    suggestion: 'Set the proxy anew under Settings, Network, or with: sightline network proxy system',
  });
}

/** Null when it is not of this version. */
function parseSaved(text: string | undefined): Saved | null {
  return text === undefined ? nothingSaved : (savedSchema.safeParse(readJson(text)).data ?? null);
}

/** What can still be read of settings that are not of this version as a whole: trust that was given is not lost. */
function salvage(text: string | undefined): Saved {
  const loose = z.looseObject({ authorities: z.array(z.unknown()), hasProxyLogin: z.boolean() }).partial();
  const { authorities = [], hasProxyLogin = false } = loose.safeParse(readJson(text ?? '')).data ?? {};
  const read = authorities.map((one) => authoritySchema.safeParse(one).data);
  return { ...nothingSaved, hasProxyLogin, authorities: read.filter((one) => one !== undefined) };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSame(
  one: Pick<TrustedAuthority, 'fingerprint' | 'connectionId'>,
  other: Pick<TrustedAuthority, 'fingerprint' | 'connectionId'>,
): boolean {
  return one.fingerprint === other.fingerprint && one.connectionId === other.connectionId;
}
