import type { VendorOperation } from '../../operation.ts';
import { notificationDeleteOperation, notificationGetOperation } from './notifications.ts';
import { addressOperation, domainOperation, fileOperation, urlOperation } from './objects.ts';
import { deleteOperation, listOperation } from './stream.ts';

/** Every documented call of the IoC stream, and the reads of objects. */
export const virustotalOperations: readonly VendorOperation[] = [
  listOperation,
  deleteOperation,
  notificationGetOperation,
  notificationDeleteOperation,
  fileOperation,
  urlOperation,
  domainOperation,
  addressOperation,
];
