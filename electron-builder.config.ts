/**
 * What the installers hold and how they are guarded; `npm run dist` reads it. Signing and notarisation are taken from the environment
 * (see docs/installers.md); nothing is published, and nothing replaces itself.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FuseV1Config, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { type AfterPackContext, Arch, type Configuration } from 'electron-builder';
import { readNativeBinary } from './scripts/lib/native-binary.mjs';

/** Every fuse of Electron is stated; `strictlyRequireAllFuses` refuses to pack when a new one appears that is not. */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Left as delivered: out-of-bounds accesses of WebAssembly trap in hardware.
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies FuseV1Config;

const productName = 'Sightline';
const executableName = 'sightline';
const programs: Readonly<Record<string, string>> = { darwin: `${productName}.app`, win32: `${productName}.exe` };

/** Sets the fuses before anything is signed. Not through electron-builder's own option, which knows fewer of them. */
async function setFuses({ appOutDir, electronPlatformName, arch }: AfterPackContext): Promise<void> {
  const program = programs[electronPlatformName] ?? executableName;
  const isUnsigned = electronPlatformName === 'darwin' && !signsForMac;
  await flipFuses(join(appOutDir, program), { ...fuses, resetAdHocDarwinSignature: isUnsigned && arch !== Arch.x64 });
}

/** Keytar is compiled, or fetched, for one machine at a time; better-sqlite3 brings a file for each. */
const keytarFolder = join(import.meta.dirname, 'node_modules', 'keytar');
export const keytarFile = join(keytarFolder, 'build', 'Release', 'keytar.node');

/** What keytar is for now; both of a universal program are packed one after the other, each with its own. */
type Target = Pick<AfterPackContext, 'electronPlatformName' | 'arch'>;

/** @throws Error naming both machines when the keytar that lies there would not load in the program that is packed. */
export function requireKeytarFor({ electronPlatformName, arch }: Target, file: string): void {
  const found = readNativeBinary(readFileSync(file));
  const wanted = Arch[arch] ?? '';
  if (found !== undefined && found.platform === electronPlatformName && found.archs.includes(wanted)) return;
  const is = found === undefined ? 'no program' : `for ${found.platform} ${found.archs.join(', ')}`;
  throw new Error(
    `The keychain module (keytar) that is installed is ${is}, the installer is for ${electronPlatformName} ${wanted}. ` +
      'Make it on such a machine, or let the packager fetch the module from github.com: npm run dist -- --download',
  );
}

/** Takes keytar's own build for another machine, which its installation would have fetched there. */
function fetchKeytar({ electronPlatformName, arch }: Target): void {
  const tool = join(import.meta.dirname, 'node_modules', 'prebuild-install', 'bin.js');
  const target = ['--runtime', 'napi', '--target', '3', '--platform', electronPlatformName, '--arch', Arch[arch] ?? ''];
  spawnSync(process.execPath, [tool, ...target], { cwd: keytarFolder, stdio: 'inherit' });
}

/**
 * The packages that the main process and its threads load; everything else is bundled into the window or serves the command line and
 * the Chromium shell, which are run from source. A test holds this against the imports of the built bundles.
 */
export const runtimePackages = [
  '@noble/ciphers',
  '@noble/curves',
  '@noble/hashes',
  '@noble/post-quantum',
  '@scure/base',
  '@kenjiuno/decompressrtf',
  '@kenjiuno/msgreader',
  'age-encryption',
  'better-sqlite3',
  'commander',
  'csv-parse',
  'fflate',
  'iconv-lite',
  'keytar',
  'liquidjs',
  'postal-mime',
  'safer-buffer',
  'saxes',
  'tldts',
  'tldts-core',
  'undici',
  'unpdf',
  'xmlchars',
  'zod',
] as const;

/** Files that a thread or the loader of native code has to find on the disk: neither can look into an archive. */
const unpacked = ['out/main/!(index).js', 'out/main/chunks/**', 'node_modules/**'];

const signsForMac = process.env['CSC_LINK'] !== undefined || process.env['CSC_NAME'] !== undefined;
const notarises = signsForMac && (process.env['APPLE_API_KEY'] ?? process.env['APPLE_ID']) !== undefined;

const both: ('x64' | 'arm64')[] = ['x64', 'arm64'];

export const configuration: Configuration = {
  appId: 'io.github.sightline.workbench',
  productName,
  copyright: 'Apache-2.0',
  directories: { output: 'release', buildResources: 'resources' },
  // Everything is named; what is not named stays out.
  files: [
    'package.json',
    'LICENSE',
    'out/main/**/*.js',
    'out/preload/index.cjs',
    'out/renderer/**',
    '!node_modules',
    ...runtimePackages.map((name) => `node_modules/${name}/**`),
    '!node_modules/better-sqlite3/{deps,src}/**',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder puts the platform in
    '!node_modules/better-sqlite3/prebuilds/!(${platform}*)',
    // Compiling leaves object files and makefiles behind.
    '!node_modules/keytar/{src,.github}/**',
    '!node_modules/keytar/build/!(Release)',
    '!node_modules/keytar/build/!(Release)/**',
    '!node_modules/keytar/build/Release/!(keytar.node)',
    '!node_modules/keytar/build/Release/!(keytar.node)/**',
    '!node_modules/**/*.{md,map,ts,mts,cts,gyp,cpp,h,cc}',
    '!node_modules/**/{test,tests,docs,example,examples,.bin}/**',
  ],
  asar: true,
  asarUnpack: unpacked,
  beforePack: (context) => requireKeytarFor(context, keytarFile),
  afterPack: setFuses,
  // Both native modules are Node-API and serve Electron as they are; building them anew would need compilers.
  npmRebuild: false,
  nodeGypRebuild: false,
  publish: null,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills these in
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  linux: {
    target: [
      { target: 'AppImage', arch: both },
      { target: 'deb', arch: both },
    ],
    icon: 'resources/icons',
    executableName,
    category: 'Office',
    synopsis: 'Workbench for threat-intelligence analysts',
    maintainer: 'Sightline contributors',
    // electron-builder would start the AppImage with --no-sandbox, which Sightline refuses.
    executableArgs: [],
  },
  deb: { depends: ['libsecret-1-0', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'xdg-utils'] },
  win: {
    target: [{ target: 'nsis', arch: both }],
    icon: 'resources/icon.ico',
    // The certificate comes from WIN_CSC_LINK and WIN_CSC_KEY_PASSWORD; without one the installer is unsigned, and says so.
    signtoolOptions: { signingHashAlgorithms: ['sha256'] },
  },
  nsis: {
    oneClick: false,
    perMachine: true,
    allowElevation: true,
    allowToChangeInstallationDirectory: true,
    // The cache, triage and cases are the analyst's: removing the program does not remove them.
    deleteAppDataOnUninstall: false,
  },
  mac: {
    target: [{ target: 'dmg', arch: ['universal'] }],
    icon: 'resources/icon.icns',
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'resources/entitlements.mac.plist',
    entitlementsInherit: 'resources/entitlements.mac.plist',
    notarize: notarises,
    ...(signsForMac ? {} : { identity: null }),
    mergeASARs: true,
    x64ArchFiles: '**/node_modules/better-sqlite3/prebuilds/*.node',
  },
};

/**
 * The configuration for installers that are made without the network: for the machine that this one is, as keytar is here for no
 * other. With `download` for both, the universal disk image included.
 */
export function configureFor({ download }: { readonly download: boolean }): Configuration {
  if (download) {
    const beforePack = (context: Target): void => {
      fetchKeytar(context);
      requireKeytarFor(context, keytarFile);
    };
    return { ...configuration, beforePack };
  }
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  return {
    ...configuration,
    linux: { ...configuration.linux, target: ['AppImage', 'deb'].map((target) => ({ target, arch })) },
    win: { ...configuration.win, target: [{ target: 'nsis', arch }] },
    mac: { ...configuration.mac, target: [{ target: 'dmg', arch }] },
  };
}
