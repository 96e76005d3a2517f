import { Button, Callout } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { HostileText } from './HostileText.tsx';
import './denied-note.css';

/** Why the key may not do something, and the way back once the right was granted at the vendor. */
export function DeniedNote(props: {
  readonly reason: string;
  readonly isPending: boolean;
  readonly onGranted: () => void;
}): ReactElement {
  return (
    <Callout compact intent="warning" icon={false} className="form-note denied-note">
      <HostileText text={props.reason} />
      <Button
        size="small"
        variant="outlined"
        loading={props.isPending}
        title="Offers again whatever needs this right"
        onClick={props.onGranted}
      >
        The right was granted
      </Button>
    </Callout>
  );
}
