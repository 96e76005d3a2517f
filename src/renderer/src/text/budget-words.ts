import type { BudgetStatus, QuotaStatus } from '#shared/model/rate-budget.ts';
import { formatCount } from './words.ts';

/** What is left of a limit in few characters, for a line that is always in sight; '' where the vendor tells nothing. */
export function shortBudget(budget: BudgetStatus, nowMs: number): string {
  if (budget.waitingUntilMs !== null && budget.waitingUntilMs > nowMs) {
    return `waits ${seconds(budget.waitingUntilMs, nowMs)}`;
  }
  if (budget.remaining !== null && budget.limit !== null) return `${formatCount(budget.remaining)} requests left`;
  const [tightest] = budget.quotas
    .filter((quota): quota is QuotaStatus & { readonly limit: number } => quota.limit !== null)
    .map(({ name, limit, used }) => ({ name, limit, left: Math.max(0, limit - used) }))
    .sort((a, b) => a.left / a.limit - b.left / b.limit);
  return tightest === undefined ? '' : `${formatCount(tightest.left)} requests left this ${tightest.name}`;
}

/** Whether little is left, so that it deserves a look. */
export function isScarce({ limit, remaining }: BudgetStatus): boolean {
  return limit !== null && remaining !== null && remaining * 10 <= limit;
}

/** All that is known of a limit, in sentences. */
export function describeBudget(budget: BudgetStatus, nowMs: number): readonly string[] {
  const parts: string[] = [];
  if (budget.waitingUntilMs !== null && budget.waitingUntilMs > nowMs) {
    parts.push(`Calls wait ${seconds(budget.waitingUntilMs, nowMs)}, as the vendor asked.`);
  }
  if (budget.limit !== null) {
    const left = budget.remaining === null ? formatCount(budget.limit) : formatCount(budget.remaining);
    const whole =
      budget.resetAtMs === null || budget.resetAtMs <= nowMs
        ? ''
        : `, whole again in ${seconds(budget.resetAtMs, nowMs)}`;
    parts.push(`${left} of ${formatCount(budget.limit)} requests left${whole}.`);
  }
  for (const { name, limit, used } of budget.quotas) {
    const of = limit === null ? '' : ` of ${formatCount(limit)}`;
    parts.push(`${formatCount(used)}${of} requests used this ${name}.`);
  }
  return parts;
}

function seconds(untilMs: number, nowMs: number): string {
  const left = Math.max(1, Math.ceil((untilMs - nowMs) / 1_000));
  return left < 120 ? `${left} s` : `${Math.ceil(left / 60)} min`;
}
