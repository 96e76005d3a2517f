import { Button, PopoverNext } from '@blueprintjs/core';
import { FilterIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { Filters } from './use-filters.ts';

/** Shows and hides the filters; where they have no room beside the result they hang from this button. */
export function FilterButton(props: { readonly filters: Filters; readonly panel: ReactElement | null }): ReactElement {
  const { place, toggle, close } = props.filters;
  const isShown = place !== 'hidden';
  return (
    <PopoverNext
      placement="bottom-start"
      isOpen={place === 'over'}
      onClose={close}
      content={<div className="facets-over">{props.panel}</div>}
    >
      <Button
        variant="minimal"
        size="small"
        active={isShown}
        aria-pressed={isShown}
        aria-label="Filters"
        title="Show or hide the filters (F)"
        icon={<FilterIcon size={14} />}
        onClick={toggle}
      />
    </PopoverNext>
  );
}
