import { Button } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { CaseLogRead } from '../../bridge/use-case-log.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatCount } from '../../text/words.ts';

/** Under a list that shows the latest: the way to what is older, and what went wrong in reading. */
export function OlderEntries(props: {
  readonly log: CaseLogRead<unknown>;
  readonly total: number;
}): ReactElement | null {
  const { log } = props;
  if (log.error !== null) return <ErrorNote error={log.error} onRetry={log.retry} />;
  if (!log.hasOlder) return null;
  return (
    <p className="older">
      <Button size="small" variant="minimal" intent="primary" loading={log.isReadingOlder} onClick={log.readOlder}>
        Show older
      </Button>
      <span className="muted">
        {formatCount(log.entries.length)} of {formatCount(props.total)}
      </span>
    </p>
  );
}
