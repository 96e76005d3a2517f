/** The hash under which an observation is found. */
export function hashVendorKey(streamId: number, vendorKey: string): number {
  return hash52(`${streamId}\n${vendorKey}`);
}

/**
 * 52 bits of a text, the same on every machine: fits a JavaScript number and SQLite's integer. Not for secrets, and
 * collisions can be made on purpose, so whoever uses it compares the text itself on a hit.
 */
export function hash52(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (low & 0xfffff) * 0x1_0000_0000 + (high >>> 0);
}
