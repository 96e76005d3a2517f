import { Button, Callout } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { errorText } from './error-text.ts';
import { HostileText } from './HostileText.tsx';

/** An error in the place where its result would have been. */
export function ErrorNote(props: { readonly error: unknown; readonly onRetry?: () => void }): ReactElement {
  return (
    <Callout intent="danger" role="alert" className="error-note">
      <HostileText text={errorText(props.error)} />
      {props.onRetry === undefined ? null : (
        <div className="error-note-actions">
          <Button size="small" onClick={props.onRetry}>
            Try again
          </Button>
        </div>
      )}
    </Callout>
  );
}
