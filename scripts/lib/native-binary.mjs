/**
 * Which machine a compiled module is for, read from its head.
 */

/** By ELF's `e_machine` and PE's `Machine`. */
const elfMachines = new Map([
  [0x3e, 'x64'],
  [0xb7, 'arm64'],
  [0x28, 'arm'],
  [0x03, 'ia32'],
]);
const peMachines = new Map([
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
  [0x014c, 'ia32'],
]);
/** By Mach-O's `cputype`. */
const machMachines = new Map([
  [0x01000007, 'x64'],
  [0x0100000c, 'arm64'],
]);

/**
 * @param {Uint8Array} bytes the whole file
 * @returns {{ platform: string, archs: readonly string[] } | undefined} in Node's words; undefined for what is no program we know
 */
export function readNativeBinary(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 64) return undefined;
  const magic = view.getUint32(0);
  if (magic === 0x7f454c46) return named('linux', [elfMachines.get(view.getUint16(18, true))]);
  if (view.getUint32(0, true) === 0xfeedfacf) return named('darwin', [machMachines.get(view.getUint32(4, true))]);
  if (magic === 0xcafebabe) return named('darwin', readFatArchs(view));
  if (view.getUint16(0) !== 0x4d5a) return undefined;
  const at = view.getUint32(60, true);
  if (at + 6 > bytes.byteLength || view.getUint32(at) !== 0x50450000) return undefined;
  return named('win32', [peMachines.get(view.getUint16(at + 4, true))]);
}

/**
 * A Mach-O file for several machines.
 *
 * @param {DataView} view
 */
function readFatArchs(view) {
  const count = Math.min(view.getUint32(4), 8, Math.floor((view.byteLength - 8) / 20));
  return Array.from({ length: count }, (_, index) => machMachines.get(view.getUint32(8 + 20 * index)));
}

/**
 * @param {string} platform
 * @param {readonly (string | undefined)[]} archs
 */
function named(platform, archs) {
  return { platform, archs: archs.map((arch) => arch ?? 'unknown') };
}
