import { createContext, useContext } from 'react';
import { importVendor, importVendorName } from '#shared/model/vocabulary.ts';

/** Vendor id -> display name; filled once at the top from what the application says. */
export const VendorNamesContext = createContext<ReadonlyMap<string, string>>(new Map());

/** What the context holds; records of imported files have a vendor of their own, of which the application does not tell. */
export function namesOfVendors(
  vendors: readonly { readonly id: string; readonly displayName: string }[],
): ReadonlyMap<string, string> {
  return new Map([
    ...vendors.map(({ id, displayName }) => [id, displayName] as const),
    [importVendor, importVendorName] as const,
  ]);
}

/** The vendor's name, or its id while names are not known. */
export function useVendorName(vendor: string): string {
  return useContext(VendorNamesContext).get(vendor) ?? vendor;
}
