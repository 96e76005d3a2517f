import type { ReactElement } from 'react';
import type { Connection } from '#shared/model/connection.ts';
import { useNow } from '../../app/clock.tsx';
import { useSchedule } from '../../bridge/use-schedule.ts';
import { Field } from '../../components/Fields.tsx';
import { everyWords, scheduleWords } from '../../text/schedule-words.ts';

/** How often a connection is synced by itself, and when next; nothing for what nobody can be asked about, such as imports. */
export function ScheduleField(props: {
  readonly connection: Connection;
  readonly onChange: () => void;
}): ReactElement | null {
  const { connection, onChange } = props;
  const status = useSchedule().data?.find(({ connectionId }) => connectionId === connection.id);
  const nowMs = useNow();
  if (status === undefined) return null;
  const isPaused = status.state === 'denied' || status.state === 'noSecret';
  return (
    <Field name="Synced">
      {everyWords(connection.syncEveryMinutes)}
      {status.state === 'off' ? null : (
        <>
          {' · '}
          <span className={isPaused ? 'word-failed' : undefined}>{scheduleWords(status, nowMs)}</span>
        </>
      )}{' '}
      <button type="button" className="link-button" aria-label="Change how often it is synced" onClick={onChange}>
        Change
      </button>
    </Field>
  );
}
