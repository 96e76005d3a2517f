import { CrossIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { countOf } from '../../text/words.ts';

/** A long list inside the search box, as its number: a click opens it, the cross takes it out. */
export function ValueListChip(props: {
  readonly values: readonly string[];
  readonly onOpen: () => void;
  readonly onRemove: () => void;
}): ReactElement | null {
  if (props.values.length === 0) return null;
  return (
    <span className="list-chip">
      <button type="button" className="list-chip-open" title="Show and change the list" onClick={props.onOpen}>
        any of {countOf(props.values.length, 'value')}
      </button>
      <button type="button" className="list-chip-remove" aria-label="Remove the list" onClick={props.onRemove}>
        <CrossIcon size={10} />
      </button>
    </span>
  );
}
