import type { VendorOperation } from '../../operation.ts';
import {
  deviceCountOperation,
  devicesOperation,
  legacyCountOperation,
  legacyDevicesOperation,
  legacyProcessesOperation,
  processDetailsOperation,
  processesOperation,
} from './hosts.ts';
import { combinedOperation, getOperation, searchOperation } from './indicators.ts';
import { aggregateOperation, reportOperation } from './summaries.ts';
import {
  actionGetOperation,
  actionQueryOperation,
  platformQueryOperation,
  severityQueryOperation,
  typeQueryOperation,
} from './vocabulary.ts';
import { createOperation, deleteOperation, updateOperation } from './writes.ts';

/** Every documented call of the custom IOC service and of the hosts that saw an indicator. */
export const falconOperations: readonly VendorOperation[] = [
  searchOperation,
  combinedOperation,
  getOperation,
  createOperation,
  updateOperation,
  deleteOperation,
  aggregateOperation,
  reportOperation,
  actionQueryOperation,
  actionGetOperation,
  typeQueryOperation,
  platformQueryOperation,
  severityQueryOperation,
  deviceCountOperation,
  devicesOperation,
  processesOperation,
  processDetailsOperation,
  legacyCountOperation,
  legacyDevicesOperation,
  legacyProcessesOperation,
];
