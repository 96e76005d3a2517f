/**
 * How a feed is walked: in windows of time, oldest first, from the checkpoint to a moment that is fixed when the walk's
 * first answer arrives. A walk that was interrupted for long reaches that moment too late, and goes on. The service gives no total and no next link: a window is paged by offset until a page is not full,
 * and halved when it holds more than offsets can be trusted for. Pure.
 */
import * as z from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { skewLimitMs } from '../kit/clock-skew.ts';
import { floorToSecond } from '../kit/times.ts';

const secondMs = 1_000;
/** Longest window. */
export const longestWindowMs = 24 * 60 * 60 * 1000;
/** How far back the first run reaches. */
const firstReachMs = 7 * longestWindowMs;
/** A walk whose end lies further back than this, by the vendor's clock, is not up to date yet. */
const staleAfterMs = 15 * 60 * 1000;
/** Whether the edges belong to a window is not documented: windows overlap by a second. */
const overlapMs = secondMs;

/**
 * Bounds on `offset` are not documented; 10,000 is where search services usually end. Records that arrive late shift the
 * later ones back, so they can repeat a record but not hide one.
 */
const offsetLimit = 10_000;

/** Position inside a walk; times in epoch ms, whole seconds, by the vendor's clock. */
export const threatgridCursorSchema = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  /** Where the walk ends; null until the first answer told the vendor's time. */
  endMs: z.number().nullable(),
  offset: z.number().int().min(0),
  /** Width of the next window: shrinks where records are dense, grows back. */
  widthMs: z.number(),
  /** First run without `after`: the beginning is counted back from the end. */
  isRelative: z.boolean(),
  /** Our clock when the walk began. */
  startedAtMs: z.number(),
  /** The end of the last walk: a checkpoint never moves back. */
  floorMs: z.number().nullable(),
});
export type ThreatgridCursor = z.infer<typeof threatgridCursorSchema>;

/** Up to where everything was read. */
export const threatgridCheckpointSchema = z.strictObject({ untilMs: z.number() });
export type ThreatgridCheckpoint = z.infer<typeof threatgridCheckpointSchema>;

/** Where a walk starts. @param afterMs the user's own beginning; null without one. */
export function beginWindows(start: {
  readonly checkpointMs: number | null;
  readonly afterMs: number | null;
  readonly full: boolean;
  readonly nowMs: number;
}): ThreatgridCursor {
  const { full, afterMs, nowMs } = start;
  const checkpointMs = full ? null : start.checkpointMs;
  const isRelative = checkpointMs === null && afterMs === null;
  const fromMs = floorToSecond(checkpointMs ?? afterMs ?? nowMs - firstReachMs);
  const untilNowMs = Math.max(floorToSecond(nowMs), fromMs + secondMs);
  return {
    fromMs,
    toMs: Math.min(fromMs + longestWindowMs, untilNowMs),
    endMs: null,
    offset: 0,
    widthMs: longestWindowMs,
    isRelative,
    startedAtMs: nowMs,
    floorMs: start.checkpointMs,
  };
}

/** The window as asked for, with its overlap. */
export function askedWindow({ fromMs, toMs }: ThreatgridCursor): {
  readonly afterMs: number;
  readonly beforeMs: number;
} {
  return { afterMs: fromMs - overlapMs, beforeMs: toMs };
}

/** What a page says about its window. */
export interface PageCount {
  readonly count: number;
  /** Index of its first record. */
  readonly index: number;
  /** The page size that was granted. */
  readonly pageSize: number;
}

/**
 * A cursor with the end of the walk fixed: the vendor's time at its first answer, ours where it tells none. In the last
 * window of a walk that has become stale the end is fixed anew, so that a finished walk always means the present.
 */
export function fixEnd(cursor: ThreatgridCursor, vendorNowMs: number | null): ThreatgridCursor {
  if (cursor.endMs === null) {
    const endMs = floorToSecond(vendorNowMs ?? cursor.startedAtMs);
    return { ...cursor, endMs, toMs: Math.max(Math.min(cursor.toMs, endMs), cursor.fromMs) };
  }
  const isStale = vendorNowMs !== null && vendorNowMs - cursor.endMs > staleAfterMs;
  return isStale && cursor.toMs >= cursor.endMs ? { ...cursor, endMs: floorToSecond(vendorNowMs) } : cursor;
}

/**
 * Where to go on after a page.
 *
 * @param asked the cursor that asked for it.
 * @param cursor the same with its end fixed.
 * @returns null when the last window is done.
 * @throws AppError `vendor.badResponse` when the service starts over instead of going on.
 */
export function nextWindow(
  asked: ThreatgridCursor,
  cursor: ThreatgridCursor,
  page: PageCount,
): ThreatgridCursor | null {
  const endMs = cursor.endMs ?? asked.toMs;
  const restarted = restart(asked, endMs);
  if (restarted !== undefined) return { ...restarted, endMs };
  if (page.index < asked.offset)
    throw new AppError('vendor.badResponse', 'The feed does not go on where it was asked to.');
  if (page.count > 0 && page.count >= page.pageSize) return goOn(asked, cursor, page);
  if (asked.toMs >= endMs) return null;
  const isSparse = asked.offset === 0 && page.count < page.pageSize / 4;
  const widthMs = isSparse ? Math.min(longestWindowMs, cursor.widthMs * 2) : cursor.widthMs;
  return { ...cursor, fromMs: asked.toMs, toMs: Math.min(asked.toMs + widthMs, endMs), widthMs, offset: 0 };
}

/** After a full page: the next one of the same window, or the older half of a window that holds too much. */
function goOn(asked: ThreatgridCursor, cursor: ThreatgridCursor, page: PageCount): ThreatgridCursor {
  const offset = page.index + page.pageSize;
  const spanMs = asked.toMs - asked.fromMs;
  if (spanMs <= secondMs || offset + page.pageSize <= offsetLimit) return { ...cursor, toMs: asked.toMs, offset };
  const halfMs = Math.max(secondMs, floorToSecond(spanMs / 2));
  return { ...cursor, toMs: asked.fromMs + halfMs, widthMs: halfMs, offset: 0 };
}

/** Up to where everything was read when the walk is over; never back, never into the vendor's future. */
export function checkpointOf(cursor: ThreatgridCursor): number {
  return Math.max(cursor.endMs ?? cursor.toMs, cursor.floorMs ?? Number.NEGATIVE_INFINITY);
}

/**
 * Two kinds of walks begin again, seven days before the vendor's present: a first run that was counted back from a wrong
 * clock of ours, and one from a checkpoint in the vendor's future, which only a wrong clock there can have left.
 */
function restart(asked: ThreatgridCursor, endMs: number): ThreatgridCursor | undefined {
  if (asked.endMs !== null) return undefined;
  const isMiscounted = asked.isRelative && Math.abs(endMs - asked.startedAtMs) > skewLimitMs;
  const isAhead = asked.floorMs !== null && asked.floorMs > endMs + skewLimitMs;
  if (!isMiscounted && !isAhead) return undefined;
  const fromMs = endMs - firstReachMs;
  const toMs = Math.min(fromMs + longestWindowMs, endMs);
  return { ...asked, fromMs, toMs, offset: 0, isRelative: false, floorMs: isAhead ? null : asked.floorMs };
}
