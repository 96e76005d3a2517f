import type { ReactElement } from 'react';
import { initialsOf } from '../text/words.ts';
import { useVendorName } from './vendor-names.ts';

/** See {@link VendorMark}; without a component of its own, for a table of which a screen has hundreds. */
export function drawVendor(name: string, key?: number): ReactElement {
  return (
    <abbr key={key} className="vendor-mark" title={name}>
      {initialsOf(name)}
    </abbr>
  );
}

/** A vendor in two letters, with its name for the pointer and for screen readers. */
export function VendorMark(props: { readonly vendor: string }): ReactElement {
  return drawVendor(useVendorName(props.vendor));
}

/** A vendor by its name. */
export function VendorName(props: { readonly vendor: string }): ReactElement {
  return <>{useVendorName(props.vendor)}</>;
}
