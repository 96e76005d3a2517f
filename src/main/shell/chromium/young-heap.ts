import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's space for short-lived objects at its first size. Left alone it grows to 64 MB in the main thread, where bodies of
 * answers pass through; measured over a sync of 52,000 records: 60 MB less at the peak, about 5 % more processor time.
 */
export function keepYoungHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
