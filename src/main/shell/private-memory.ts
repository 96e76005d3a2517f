import { keepMemoryOutOfDumps, limitCoreSize } from '#main/platform/core-dumps.ts';

/** For programs that stay open and hold secrets meanwhile: a crash leaves nothing of their memory on the disk. */
export function keepMemoryPrivate(): void {
  keepMemoryOutOfDumps(process.platform);
  limitCoreSize(process.platform);
}
