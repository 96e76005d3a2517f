import type { AnyVendorStream, VendorModule } from '#main/vendors/vendor.ts';
import type { StreamOptions } from '#shared/model/connection.ts';

/** The streams that a connection syncs when nothing else is said: those that its options ask for, and all that need no asking. */
export function activeStreams(
  module: Pick<VendorModule, 'streams'>,
  options: StreamOptions,
): readonly AnyVendorStream[] {
  return module.streams.filter(({ id, isWanted }) => isWanted === undefined || isWanted(options[id] ?? {}));
}
