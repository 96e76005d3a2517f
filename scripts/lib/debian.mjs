/**
 * Which system packages Sightline wants on Debian-like Linux, and which of them are missing. Pure: the caller reads the files.
 *
 * @typedef {{ readonly name: string, readonly insteadOf?: readonly string[], readonly purpose: string }} Wanted
 */

/**
 * Needed whenever the application or its tests run. `insteadOf`: other packages that do as well.
 *
 * @type {readonly Wanted[]}
 */
export const runPackages = [
  {
    name: 'chromium',
    insteadOf: ['google-chrome-stable', 'chromium-browser'],
    purpose: 'the window without Electron, screenshots and the end-to-end tests',
  },
  { name: 'libsecret-1-0', purpose: 'saving secrets in the keychain (else they last for one run only)' },
  { name: 'dbus', purpose: 'reaching the keychain' },
  { name: 'gnome-keyring', purpose: 'a keychain on machines that have none, and the tests of the vault' },
];

/**
 * Needed only until keytar, the keychain access, has been compiled.
 *
 * @type {readonly Wanted[]}
 */
export const buildPackages = ['libsecret-1-dev', 'pkg-config', 'g++', 'make', 'python3'].map((name) => ({
  name,
  purpose: 'compiling the access to the keychain (else secrets last for one run only)',
}));

/**
 * Names of the packages that are installed, and of what they provide.
 *
 * @param {string} statusText contents of `/var/lib/dpkg/status`; see deb-control(5). A removed package stays there with another status.
 * @returns {ReadonlySet<string>}
 */
export function parseInstalledPackages(statusText) {
  /** @type {Set<string>} */
  const installed = new Set();
  for (const paragraph of statusText.split('\n\n')) {
    if (!/^Status: (?:install|hold) ok installed$/m.test(paragraph)) continue;
    const name = /^Package: (\S+)$/m.exec(paragraph)?.[1];
    if (name !== undefined) installed.add(name);
    for (const provided of /^Provides: (.+)$/m.exec(paragraph)?.[1]?.split(',') ?? []) {
      installed.add(provided.trim().replace(/\s*\(.*\)$/, ''));
    }
  }
  return installed;
}

/**
 * @param {readonly Wanted[]} wanted
 * @param {ReadonlySet<string>} installed
 * @returns {readonly Wanted[]}
 */
export function findMissing(wanted, installed) {
  return wanted.filter(({ name, insteadOf = [] }) => ![name, ...insteadOf].some((each) => installed.has(each)));
}

/**
 * Whether `/etc/os-release` names Debian or a system made from it (Ubuntu, Mint, …).
 *
 * @param {string} osRelease
 */
export function isDebianLike(osRelease) {
  const ids = [...osRelease.matchAll(/^(?:ID|ID_LIKE)=(.*)$/gm)].flatMap((match) =>
    (match[1] ?? '').replaceAll(/["']/g, '').split(/\s+/),
  );
  return ids.includes('debian') || ids.includes('ubuntu');
}

/**
 * What to tell a user who has to install packages by hand.
 *
 * @param {readonly Wanted[]} missing
 */
export function explainMissing(missing) {
  const purposes = new Map();
  for (const { name, purpose } of missing) purposes.set(purpose, [...(purposes.get(purpose) ?? []), name]);
  return [
    'These system packages are missing, and installing them needs root or passwordless sudo:',
    ...[...purposes].map(([purpose, names]) => `  ${names.join(' ')}: for ${purpose}`),
    `Install them with: sudo apt-get install ${missing.map(({ name }) => name).join(' ')}`,
    'Everything that does not need them works without.',
  ].join('\n');
}
