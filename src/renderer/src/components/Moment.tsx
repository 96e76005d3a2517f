import { type ReactElement, useMemo } from 'react';
import { useNow } from '../app/clock.tsx';
import { usePreferences } from '../app/preferences.tsx';
import { formatExact, formatMoment, formatRelative, formatShort, type ShortClock, shortClock } from '../text/time.ts';

/** A point in time in the analyst's zone; a dash where nobody said. The tooltip has it to the millisecond, in UTC. */
export function Moment(props: { readonly atMs: number | null }): ReactElement {
  const { timeZone } = usePreferences();
  if (props.atMs === null) return <span className="nothing">–</span>;
  return (
    <time className="moment" dateTime={formatExact(props.atMs)} title={formatExact(props.atMs)}>
      {formatMoment(props.atMs, timeZone)}
    </time>
  );
}

/** The year and the zone of now; another object only when one of them is another, not with every tick of the clock. */
export function useShortClock(): ShortClock {
  const { timeZone } = usePreferences();
  const { year, zone } = shortClock(useNow(), timeZone);
  return useMemo(() => ({ year, zone }), [year, zone]);
}

/** See {@link ShortMoment}; without a component of its own, for a table of which a screen has hundreds. */
export function drawShortMoment(atMs: number | null, clock: ShortClock): ReactElement {
  if (atMs === null) return <span className="nothing">–</span>;
  const { start, rest } = formatShort(atMs, clock);
  const exact = formatExact(atMs);
  return (
    <time className="moment" dateTime={exact} title={exact}>
      {start}
      <span className="moment-rest">{rest}</span>
    </time>
  );
}

/** The same for narrow columns: this year without the year, other years without the hour, and less where it must be. */
export function ShortMoment(props: { readonly atMs: number | null }): ReactElement {
  return drawShortMoment(props.atMs, useShortClock());
}

/** The day in UTC; the tooltip has the exact time. */
export function Day(props: { readonly atMs: number }): ReactElement {
  const exact = formatExact(props.atMs);
  return (
    <time className="moment" dateTime={exact} title={exact}>
      {exact.slice(0, 10)}
    </time>
  );
}

/** `4 min ago`; the tooltip has the exact time. */
export function Ago(props: { readonly atMs: number | null; readonly never?: string }): ReactElement {
  const nowMs = useNow();
  if (props.atMs === null) return <span className="nothing">{props.never ?? 'never'}</span>;
  return (
    <time className="moment" dateTime={formatExact(props.atMs)} title={formatExact(props.atMs)}>
      {formatRelative(props.atMs, nowMs)}
    </time>
  );
}
