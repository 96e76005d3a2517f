import { useCallback } from 'react';
import { useVendors } from './use-app.ts';

/** How people call a stream of a vendor. */
export type StreamTitles = (vendor: string, stream: string) => string;

/** Names streams as the vendor's module does; by their ids until that is known, and where the module has them no more. */
export function useStreamTitles(): StreamTitles {
  const vendors = useVendors().data;
  return useCallback(
    (vendor, stream) => {
      const known = vendors?.find(({ id }) => id === vendor)?.streams.find(({ id }) => id === stream);
      return known?.displayName ?? stream;
    },
    [vendors],
  );
}

/**
 * How people call whatever streams have an id: the name in the vendor's console, or those of several vendors.
 * @param among ids of the vendors that are meant.
 */
export function useStreamNames(among: readonly string[]): (stream: string) => string {
  const vendors = useVendors().data;
  return useCallback(
    (stream) => {
      const names = (vendors ?? [])
        .filter(({ id }) => among.includes(id))
        .flatMap(({ streams }) => streams.filter(({ id }) => id === stream).map(({ displayName }) => displayName));
      return [...new Set(names)].join(' · ') || stream;
    },
    [vendors, among],
  );
}
