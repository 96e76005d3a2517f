import type { VendorOperation } from '../../operation.ts';
import { getOperation, listOperation } from './explorer.ts';
import { validateOperation } from './keys.ts';
import { triageOperation } from './triage.ts';

/** Every documented call of the IoC explorer, and the check of the key. */
export const datadogOperations: readonly VendorOperation[] = [
  listOperation,
  getOperation,
  triageOperation,
  validateOperation,
];
