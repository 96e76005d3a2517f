import { Button, ProgressBar } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { useNow } from '../../app/clock.tsx';
import { useRefreshProgress } from '../../bridge/use-details.ts';
import { formatCount } from '../../text/words.ts';

/** How far a refresh is, whether a vendor makes us wait, and the way to stop it. */
export function RefreshProgressLine(props: {
  readonly isCompact?: boolean;
  readonly onStop: () => void;
}): ReactElement {
  const progress = useRefreshProgress();
  const nowMs = useNow();
  const { done = 0, total = 0, waitingUntilMs = null } = progress ?? {};
  const waitSeconds = waitingUntilMs === null ? 0 : Math.max(0, Math.ceil((waitingUntilMs - nowMs) / 1000));
  const isCounted = total > 0 && props.isCompact !== true;
  return (
    <div className="refresh-progress">
      {isCounted ? <ProgressBar intent="primary" aria-label="Refresh" value={done / total} /> : null}
      <span role="status">
        {waitingUntilMs === null ? 'Asking' : `The vendor makes us wait ${waitSeconds} s`}
        {isCounted ? ` · ${formatCount(done)} of ${formatCount(total)}` : ' …'}
      </span>
      <Button size="small" onClick={props.onStop}>
        Stop
      </Button>
    </div>
  );
}
