import * as z from 'zod';

/** Most records that are asked for at a time. */
const largestPage = 1_000;

/**
 * The option `limit` of a vendor that names no maximum. A page is stored in one transaction, and whoever writes meanwhile
 * waits for it: 1,000 records take about 100 ms.
 */
export const pageSizeSchema = z
  .number()
  .int()
  .min(1)
  .max(largestPage, 'at most 1,000: a page is stored in one go, and other work would have to wait for a larger one');
