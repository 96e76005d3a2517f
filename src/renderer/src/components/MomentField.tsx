import { type ReactElement, useId } from 'react';
import { usePreferences } from '../app/preferences.tsx';
import { stepWritten } from '../text/time.ts';
import { stepByKey } from './step-by-key.ts';
import './moment-field.css';

/**
 * A day and minute as they are shown everywhere, `2026-11-21 06:55` on the clock of the settings: a browser's own field of dates
 * follows the browser's language instead. The arrow keys move the part that the caret stands in.
 */
export function MomentField(props: {
  readonly label: string;
  readonly value: string;
  readonly isWrong: boolean;
  readonly onChange: (value: string) => void;
}): ReactElement {
  const { label, value, isWrong, onChange } = props;
  const { timeZone } = usePreferences();
  const id = useId();
  return (
    <div className="moment-field">
      <span className="moment-box">
        <input
          type="text"
          className={isWrong ? 'bp6-input bp6-small bp6-intent-danger' : 'bp6-input bp6-small'}
          aria-label={label}
          aria-describedby={`${id}-zone${isWrong ? ` ${id}-wrong` : ''}`}
          aria-invalid={isWrong}
          autoComplete="off"
          spellCheck={false}
          maxLength={32}
          placeholder="YYYY-MM-DD HH:MM"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => stepByKey(event, stepWritten, onChange)}
        />
        <span id={`${id}-zone`} className="muted">
          {timeZone === 'utc' ? 'UTC' : 'local time'}
        </span>
      </span>
      {isWrong ? (
        <span id={`${id}-wrong`} className="moment-wrong">
          Write a moment as 2026-11-28 14:05.
        </span>
      ) : null}
    </div>
  );
}
