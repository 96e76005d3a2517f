import { Button, Callout } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { canRetry, errorReference, errorText } from './error-text.ts';
import { HostileText } from './HostileText.tsx';

/** An error in the place where its result would have been: what happened, what to do, and where the log tells more. */
export function ErrorNote(props: { readonly error: unknown; readonly onRetry?: () => void }): ReactElement {
  const { error, onRetry } = props;
  const reference = errorReference(error);
  return (
    <Callout intent="danger" role="alert" className="error-note">
      <HostileText text={errorText(error)} />
      {reference === undefined ? null : (
        <div className="error-note-reference">
          In the log as <code>{reference}</code>
        </div>
      )}
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
