import { createContext, useContext } from 'react';

/** Vendor id -> display name; filled once at the top from what the application says. */
export const VendorNamesContext = createContext<ReadonlyMap<string, string>>(new Map());

/** The vendor's name, or its id while names are not known. */
export function useVendorName(vendor: string): string {
  return useContext(VendorNamesContext).get(vendor) ?? vendor;
}

/** Names of several vendors, with commas. */
export function useVendorNames(vendors: readonly string[]): string {
  const names = useContext(VendorNamesContext);
  return vendors.map((vendor) => names.get(vendor) ?? vendor).join(', ');
}
