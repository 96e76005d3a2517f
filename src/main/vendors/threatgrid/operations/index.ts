import type { VendorOperation } from '../../operation.ts';
import { rateLimitOperation, whoamiOperation } from './account.ts';
import { curatedOperation, feedOperation } from './feeds.ts';

/** Every documented call about indicators, and those about the account. */
export const threatgridOperations: readonly VendorOperation[] = [
  feedOperation,
  curatedOperation,
  whoamiOperation,
  rateLimitOperation,
];
