/** Below this much free space a sync does not start. */
export const leastFreeBytes = 200 * 1024 * 1024;
