import type { Clock, HttpAnswer } from '#main/ports/ports.ts';
import type { AccountNotice } from '../vendor.ts';
import { readVendorClock } from './hints.ts';

/** Below this two clocks agree; above it windows follow the vendor's. */
export const skewLimitMs = 5 * 60 * 1000;

/** Watches how far the vendor's clock is from ours, and says so once. */
export function createSkewWatch(vendor: string, clock: Clock, notice: (notice: AccountNotice) => void) {
  let isTold = false;
  return (answer: HttpAnswer): void => {
    const vendorMs = readVendorClock(answer);
    if (isTold || vendorMs === null) return;
    const skewMs = vendorMs - clock.nowMs();
    if (Math.abs(skewMs) <= skewLimitMs) return;
    isTold = true;
    const side = skewMs > 0 ? 'behind' : 'ahead of';
    const amount = durationText(Math.abs(skewMs));
    notice({
      finding: 'clockSkew',
      text: `The clock of this computer is ${amount} ${side} that of ${vendor}; its times are used.`,
    });
  };
}

function durationText(durationMs: number): string {
  const minutes = Math.round(durationMs / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1_440)} days`;
}
