import { syncEveryMinutesSchema } from '#shared/model/schedule.ts';

/** A schedule as it is typed. */
export interface ScheduleForm {
  readonly isOn: boolean;
  readonly count: string;
  readonly unit: 'minutes' | 'hours';
}

const firstMinutes = 60;

/** The form of a setting; what is off proposes an hour. */
export function writeSchedule(minutes: number | null): ScheduleForm {
  const shown = minutes ?? firstMinutes;
  return shown % 60 === 0
    ? { isOn: minutes !== null, count: String(shown / 60), unit: 'hours' }
    : { isOn: minutes !== null, count: String(shown), unit: 'minutes' };
}

/** Minutes, or null for off; undefined for what cannot be one. */
export function readSchedule({ isOn, count, unit }: ScheduleForm): number | null | undefined {
  if (!isOn) return null;
  if (!/^\d{1,5}$/.test(count.trim())) return undefined;
  return syncEveryMinutesSchema.safeParse(Number(count) * (unit === 'hours' ? 60 : 1)).data;
}
