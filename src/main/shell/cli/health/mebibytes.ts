/** Bytes in MiB with one decimal. */
export function toMebibytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
