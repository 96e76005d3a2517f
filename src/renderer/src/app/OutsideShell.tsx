import { InfoSignIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { EmptyState } from '../components/EmptyState.tsx';
import { errorTitle } from '../components/error-text.ts';

/** What is shown when the page runs where nothing can answer it. */
export function OutsideShell(props: { readonly error: unknown }): ReactElement {
  return (
    <main>
      <EmptyState icon={<InfoSignIcon size={20} />} title="Sightline cannot start here">
        {errorTitle(props.error)}
      </EmptyState>
    </main>
  );
}
