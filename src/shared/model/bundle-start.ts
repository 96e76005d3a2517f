/** How case bundles begin, plain and encrypted; no file that can be imported begins so. */
const starts = ['PK\u0003\u0004', 'age-encryption.org/v1'];

/** Whether a file is a case bundle, or another archive. @param bytes its first 32, or all of it. */
export function beginsAsBundle(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, 32));
  return starts.some((known) => start.startsWith(known));
}
