/**
 * What the installers hold and how they are guarded; `npm run dist` reads it. Signing and notarisation are taken from the environment
 * (see docs/installers.md); nothing is published and nothing updates itself.
 */
import { join } from 'node:path';
import { type FuseV1Config, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { type AfterPackContext, Arch, type Configuration } from 'electron-builder';

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
    '!node_modules/keytar/{src,.github}/**',
    '!node_modules/**/*.{md,map,ts,mts,cts,gyp,cpp,h,cc}',
    '!node_modules/**/{test,tests,docs,example,examples,.bin}/**',
  ],
  asar: true,
  asarUnpack: unpacked,
  afterPack: setFuses,
  // Both native modules are Node-API and serve Electron as they are; building them anew would need compilers.
  npmRebuild: false,
  nodeGypRebuild: false,
  publish: null,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills these in
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  linux: {
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
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
    target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
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
