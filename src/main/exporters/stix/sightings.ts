import type { Observation } from '#shared/model/indicator.ts';
import { formatMoment } from '../moment.ts';
import type { ReportIndicator } from '../report-model.ts';
import { formText, type StixObject } from './objects.ts';
import { beginStatement, type Frame, timesOf, unchanging, withoutUndefined } from './statements.ts';

/** The statement about what was seen, and what was observed of it where that stands in the bundle. */
export interface Sighted {
  readonly indicatorId: string;
  readonly observedDataId: string | undefined;
}

/**
 * Who saw an indicator, each followed by the sighting: one per connection whose records say so, over all of them. How often is not
 * said, as what a vendor counts is of another time than from first to last seen; see README.md.
 */
export function* sightingsOf(frame: Frame, member: ReportIndicator, sighted: Sighted): Iterable<StixObject> {
  const seen = member.observations.filter(({ vendor }) => frame.model.vendors.get(vendor)?.recordsSightings === true);
  for (const records of Map.groupBy(seen, ({ connection, vendor }) => JSON.stringify([vendor, connection])).values()) {
    const times = readTimes(records);
    const [record] = records;
    if (times === undefined || record === undefined) continue;
    const observer = observerOf(frame, record);
    yield observer;
    yield withoutUndefined({
      ...beginStatement(frame, 'sighting', [sighted.indicatorId, observer.id], timesOf(frame, member)),
      ...times,
      sighting_of_ref: sighted.indicatorId,
      observed_data_refs: sighted.observedDataId === undefined ? undefined : [sighted.observedDataId],
      where_sighted_refs: [observer.id],
    });
  }
}

/** Undefined where no record names a time, or what they name cannot be. */
function readTimes(
  records: readonly Observation[],
): { readonly first_seen: string | undefined; readonly last_seen: string | undefined } | undefined {
  const known = (times: readonly (number | null)[]): readonly number[] => times.filter((time) => time !== null);
  const firsts = known(records.map(({ firstSeenMs }) => firstSeenMs));
  const lasts = known(records.map(({ lastSeenMs }) => lastSeenMs));
  const first = formatMoment(firsts.length === 0 ? null : Math.min(...firsts));
  const last = formatMoment(lasts.length === 0 ? null : Math.max(...lasts));
  if (first === undefined && last === undefined) return undefined;
  if (first !== undefined && last !== undefined && last < first) return undefined;
  return { first_seen: first, last_seen: last };
}

/** The system that saw it: an account at a vendor, whose logs or sandbox are what was looked at. */
function observerOf(frame: Frame, { connection, vendor }: Observation): StixObject {
  const name = frame.model.vendors.get(vendor)?.name ?? vendor;
  return {
    ...beginStatement(frame, 'identity', ['observer', vendor, connection], unchanging),
    name: formText(`${connection} (${name})`),
    identity_class: 'system',
  };
}
