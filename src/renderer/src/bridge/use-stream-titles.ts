import { useCallback } from 'react';
import { importFormatNames } from '#shared/model/import.ts';
import { importVendor } from '#shared/model/vocabulary.ts';
import { useVendors } from './use-app.ts';

/** How people call a stream of a vendor. */
export type StreamTitles = (vendor: string, stream: string) => string;

/** Names streams as the vendor's module does; by their ids until that is known, and where the module has them no more. */
export function useStreamTitles(): StreamTitles {
  const vendors = useVendors().data;
  return useCallback(
    (vendor, stream) => {
      const known = vendors?.find(({ id }) => id === vendor)?.streams.find(({ id }) => id === stream);
      return known?.displayName ?? (vendor === importVendor ? formatName(stream) : undefined) ?? stream;
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
        .flatMap(({ streams }) => streams.filter(({ id }) => id === stream).map(({ displayName }) => displayName))
        .concat(among.includes(importVendor) ? (formatName(stream) ?? []) : []);
      return [...new Set(names)].join(' · ') || stream;
    },
    [vendors, among],
  );
}

/** What came with a file is of a stream named after the file's format. */
function formatName(stream: string): string | undefined {
  return new Map(Object.entries(importFormatNames)).get(stream);
}
