import { join } from 'node:path';

/** Folder of all leases and of the marks that running writers leave. */
export function leaseFolder(dataFolder: string): string {
  return join(dataFolder, 'leases');
}
