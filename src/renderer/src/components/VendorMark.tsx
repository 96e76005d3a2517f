import type { ReactElement } from 'react';
import { initialsOf } from '../text/words.ts';
import { useVendorName } from './vendor-names.ts';

/** A vendor in two letters, with its name for the pointer and for screen readers. */
export function VendorMark(props: { readonly vendor: string }): ReactElement {
  const name = useVendorName(props.vendor);
  return (
    <abbr className="vendor-mark" title={name}>
      {initialsOf(name)}
    </abbr>
  );
}

/** A vendor by its name. */
export function VendorName(props: { readonly vendor: string }): ReactElement {
  return <>{useVendorName(props.vendor)}</>;
}
