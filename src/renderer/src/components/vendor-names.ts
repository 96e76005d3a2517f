import { createContext, useContext } from 'react';

/** Vendor id -> display name; filled once at the top from what the application says. */
export const VendorNamesContext = createContext<ReadonlyMap<string, string>>(new Map());

/** The vendor's name, or its id while names are not known. */
export function useVendorName(vendor: string): string {
  return useContext(VendorNamesContext).get(vendor) ?? vendor;
}
