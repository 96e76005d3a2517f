import { type Draw, drawBelow, drawChance, drawOne, drawUuid } from '../world/random.ts';
import type { DatadogTriageState } from './record.ts';

/** One change of an indicator's triage state. */
export interface DatadogTriageEvent {
  readonly triage_state: DatadogTriageState;
  /** RFC 3339, microseconds, `Z`. */
  readonly triaged_at: string;
  /** A user's UUID. */
  readonly triaged_by: string;
}

/** What the organisation has recorded about one indicator; events newest first. */
export interface DatadogTriage {
  /** UUID of the triage record. */
  readonly id: string;
  readonly createdAt: string;
  readonly events: readonly DatadogTriageEvent[];
}

/** People of the organisation; `worked_by` accepts the handle or the id. The keys belong to the first. */
export const datadogUsers = [
  { id: 'dc6535c4-0b70-47aa-9c6a-9b0fc0be3f19', handle: 'ana.moreau@corp.example' },
  { id: '7b1f6a52-50cc-4b63-8f15-3fd0c1a7b1c4', handle: 'jonas.lind@corp.example' },
  { id: 'f3a0c6de-9a44-4d2d-8d3e-5a2b6fbe9c77', handle: 'priya.nair@corp.example' },
  { id: '00000000-0000-0000-0000-000000000000', handle: 'deleted user' },
] as const;

/** `2026-11-20T12:00:00.000123Z`. */
export function microsecondsText(epochMs: number, micros: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 23)}${String(micros % 1000).padStart(3, '0')}Z`;
}

/** The triage an indicator had before the emulator started: most have none. */
export function initialTriage(draw: Draw, now: number): DatadogTriage | undefined {
  if (!drawChance(draw, 131, 0.09)) return undefined;
  const count = 1 + drawBelow(draw, 132, 3);
  const events = Array.from({ length: count }, (_, n) => {
    const ageMs = (1 + n * 3) * 3_600_000 + drawBelow(draw, 133 + n, 3_600_000);
    return {
      // The newest decides; older entries may repeat it or say the opposite.
      triage_state: drawChance(draw, 136 + n, 0.8) ? ('reviewed' as const) : ('not_reviewed' as const),
      triaged_at: microsecondsText(now - ageMs, drawBelow(draw, 139 + n, 1000)),
      triaged_by: drawOne(draw, 142 + n, datadogUsers).id,
    };
  });
  return { id: drawUuid(draw, 145), createdAt: events.at(-1)?.triaged_at ?? '', events };
}
