import { Button, Callout } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { ErrorTrace } from './ErrorTrace.tsx';
import { canRetry, errorText } from './error-text.ts';
import { HostileText } from './HostileText.tsx';

/** An error in the place where its result would have been: what happened, what to do, and where the log tells more. */
export function ErrorNote(props: { readonly error: unknown; readonly onRetry?: () => void }): ReactElement {
  const { error, onRetry } = props;
  return (
    <Callout intent="danger" role="alert" className="error-note">
      <HostileText text={errorText(error)} />
      <ErrorTrace error={error} />
      {onRetry === undefined || !canRetry(error) ? null : (
        <div className="error-note-actions">
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </Callout>
  );
}
