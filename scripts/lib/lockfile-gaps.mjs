/**
 * Finds and fills gaps of a lockfile: optional packages for other platforms that are named by a package and have no entry. npm leaves
 * them out when the registry it asked does not offer them, and `npm ci` then refuses the whole lockfile, on every platform. Pure.
 *
 * @typedef {{ readonly version?: string, readonly dev?: boolean, readonly optional?: boolean, readonly os?: readonly string[], readonly cpu?: readonly string[], readonly libc?: readonly string[], readonly optionalDependencies?: Readonly<Record<string, string>> }} Entry
 * @typedef {Readonly<Record<string, Entry>>} Entries
 */

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
/** Last part of a name that says which C library a Linux binary is linked against. */
const cLibraries = { gnu: 'glibc', musl: 'musl' };

/**
 * @param {Entries} entries `packages` of a lockfile, version 3.
 * @returns {Entries} the missing ones, ready to be added; without integrity, as nobody could look it up.
 */
export function findGaps(entries) {
  /** @type {Record<string, Entry>} */
  const gaps = {};
  for (const [path, entry] of Object.entries(entries)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (resolves(entries, path, name)) continue;
      gaps[`node_modules/${name}`] = describePlatform(name, version, entry.dev === true);
    }
  }
  return gaps;
}

/**
 * Whether Node's look-up from `path` upwards meets `name`.
 *
 * @param {Entries} entries
 * @param {string} path
 * @param {string} name
 */
function resolves(entries, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (entries[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

/**
 * @param {string} name such as `@scope/binding-linux-arm64-musl`: by custom it ends in system, processor and C library.
 * @param {string} version
 * @param {boolean} isDev
 * @returns {Entry}
 */
function describePlatform(name, version, isDev) {
  const parts = name.split(/[-/]/);
  const os = systems.filter((system) => parts.includes(system));
  const cpu = processors.filter((processor) => parts.includes(processor));
  const libc = os.includes('linux')
    ? Object.entries(cLibraries).flatMap(([part, library]) => (parts.includes(part) ? [library] : []))
    : [];
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(isDev ? { dev: true } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}
