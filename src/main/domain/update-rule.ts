import type { UpdateMode, UpdatePolicy } from '#shared/model/update.ts';

/** What may be done about updates, and whose word it is. */
export interface UpdateRule {
  readonly mode: UpdateMode;
  readonly decidedBy: 'build' | 'policy' | 'setting';
}

/** How much each allows. */
const reach: Readonly<Record<UpdateMode, number>> = { off: 0, manual: 1, daily: 2 };

/**
 * The least that build, policy and setting allow; pure. A policy never makes more happen than the user has set, and one that is not
 * understood allows nothing: whoever wrote it meant something.
 */
export function decideUpdates(facts: {
  readonly hasSource: boolean;
  readonly policy: UpdatePolicy;
  readonly setting: UpdateMode;
}): UpdateRule {
  const { hasSource, policy, setting } = facts;
  if (!hasSource) return { mode: 'off', decidedBy: 'build' };
  if (policy.kind === 'unreadable') return { mode: 'off', decidedBy: 'policy' };
  // Where it allows nothing the setting is of no use, whatever it is.
  if (policy.kind === 'ceiling' && (policy.mode === 'off' || reach[policy.mode] < reach[setting])) {
    return { mode: policy.mode, decidedBy: 'policy' };
  }
  return { mode: setting, decidedBy: 'setting' };
}

const dayMs = 24 * 60 * 60_000;

/** Whether a day has passed; also where the clock was set back behind the last look. */
export function isLookDue(lookedAtMs: number | null, nowMs: number): boolean {
  return lookedAtMs === null || nowMs - lookedAtMs >= dayMs || lookedAtMs > nowMs;
}
