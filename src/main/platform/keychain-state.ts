import { AppError } from '#shared/errors/app-error.ts';

/** Everything that can be wrong with a keychain, told apart because each needs something else of the user. */
export const keychainStates = [
  'locked',
  'noBus',
  'noService',
  'stopped',
  'notAnswering',
  'prompting',
  'notInstalled',
  'refused',
] as const;

/** One of {@link keychainStates}. */
export type KeychainState = (typeof keychainStates)[number];

interface Explanation {
  readonly what: string;
  readonly fix: string;
}

const memoryOnly = 'or keep secrets in memory for this run only';

/** What the user reads; `fix` is a whole sentence that says what to do. */
const explanations: Readonly<Record<KeychainState, Explanation>> = {
  locked: {
    what: 'The keychain is locked.',
    fix: 'Unlock it (log in to the desktop, or open its password manager), then retry.',
  },
  noBus: {
    what: 'The keychain cannot be reached: there is no D-Bus session.',
    fix: `Start Sightline from a desktop session, or under dbus-run-session with a keyring, ${memoryOnly}.`,
  },
  noService: {
    what: 'No keychain service is running.',
    fix: `Start gnome-keyring, KWallet or KeePassXC's secret service, ${memoryOnly}.`,
  },
  stopped: {
    what: 'The keychain service ended while it was asked.',
    fix: 'Retry; if that does not help, log out and in again.',
  },
  notAnswering: {
    what: 'The keychain does not answer.',
    fix: `Restart the keychain service (or log out and in again), ${memoryOnly}.`,
  },
  prompting: {
    what: 'The keychain has not answered for 10 seconds.',
    fix: 'If it shows a prompt, answer that, then retry.',
  },
  notInstalled: {
    what: 'The access to the keychain (keytar and, on Linux, libsecret) is not installed.',
    fix: `Run "npm run setup", which installs it, ${memoryOnly}.`,
  },
  refused: {
    what: 'The keychain refused.',
    fix: `Allow Sightline to use it and retry, ${memoryOnly}.`,
  },
};

/** What is wrong and what to do, in one text. */
export function explainKeychain(state: KeychainState): string {
  const { what, fix } = explanations[state];
  return `${what} ${fix}`;
}

/** The error of a keychain that cannot be used; `note` adds what that means for the call at hand. */
export function keychainError(
  state: KeychainState,
  details: { readonly cause?: unknown; readonly note?: string } = {},
): AppError {
  const { what, fix } = explanations[state];
  return new AppError('credential.storeUnavailable', details.note === undefined ? what : `${what} ${details.note}`, {
    retryable: state !== 'notInstalled',
    suggestion: fix,
    cause: details.cause,
  });
}

/**
 * Texts of GLib, libsecret and gnome-keyring 42 as seen on Debian 12, and of macOS' Security framework (`SecCopyErrorMessageString`).
 * The first that fits counts.
 */
const patterns: readonly (readonly [KeychainState, RegExp])[] = [
  ['locked', /locked|prompt|dismissed|interaction is not allowed|passphrase you entered is not correct/i],
  [
    'noService',
    /not provided by any|ServiceUnknown|NameHasNoOwner|no such (?:interface|object)|object does not exist/i,
  ],
  ['stopped', /without replying|disconnected/i],
  ['notAnswering', /timeout was reached|timed out|NoReply/i],
  [
    'noBus',
    /autolaunch|could not connect|connection (?:is closed|refused)|message bus|transport|address element|DBUS_SESSION_BUS_ADDRESS/i,
  ],
  ['notInstalled', /ERR_DLOPEN_FAILED|MODULE_NOT_FOUND|cannot open shared object/i],
];

/** Names what a failed call of keytar means. Its errors have nothing but a text. */
export function classifyKeychainFailure(error: unknown): KeychainState {
  const text = error instanceof Error ? `${error.message} ${'code' in error ? String(error.code) : ''}` : String(error);
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? 'refused';
}
