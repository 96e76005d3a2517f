/** Counting requests against the quotas of a contract. Pure; times in epoch ms. */
import type { QuotaChange, QuotaCount, QuotaLedger, QuotaRule } from '#shared/model/quota.ts';

/** Vendors count when a request arrives, which is some time before its answer does. */
export const quotaSafetyMs = 250;

/** What is still counted at a moment; undefined: nothing was counted before. */
function countAt(rule: QuotaRule, count: QuotaCount | undefined, nowMs: number): QuotaCount {
  const { name, periodMs } = rule;
  if (rule.isAligned) {
    const periodStartMs = Math.floor(nowMs / periodMs) * periodMs;
    const used = count?.periodStartMs === periodStartMs ? count.used : 0;
    return { name, answeredMs: [], periodStartMs, used };
  }
  // A clock that was set back would make old requests look like future ones.
  const isCounted = (atMs: number): boolean => atMs <= nowMs && atMs + periodMs + quotaSafetyMs > nowMs;
  const answeredMs = (count?.answeredMs ?? []).filter(isCounted);
  return { name, answeredMs, periodStartMs: null, used: answeredMs.length };
}

/** Whether no further request is allowed now. */
function isFull({ limit }: QuotaRule, { used }: QuotaCount): boolean {
  return limit !== null && used >= limit;
}

/** A request that leaves. */
function addRequest({ isAligned }: QuotaRule, count: QuotaCount, atMs: number): QuotaCount {
  const answeredMs = isAligned ? [] : [...count.answeredMs, atMs];
  return { ...count, answeredMs, used: count.used + 1 };
}

/** Moves a request to the moment at which it was answered. */
function settleRequest(count: QuotaCount, sentMs: number, answeredMs: number): QuotaCount {
  const at = count.answeredMs.indexOf(sentMs);
  return at < 0 ? count : { ...count, answeredMs: count.answeredMs.with(at, answeredMs) };
}

/**
 * One count out of two of the same quota, as two connections with one key keep them. Requests that stand in both are the same ones;
 * of an aligned period only the larger number is known to have been used.
 */
function mergeCounts(one: QuotaCount, other: QuotaCount): QuotaCount {
  if (one.periodStartMs !== null) return one.used >= other.used ? one : other;
  const missing = [...one.answeredMs];
  const added = other.answeredMs.filter((atMs) => {
    const at = missing.indexOf(atMs);
    if (at >= 0) missing.splice(at, 1);
    return at < 0;
  });
  const answeredMs = [...one.answeredMs, ...added].toSorted((left, right) => left - right);
  return { ...one, answeredMs, used: answeredMs.length };
}

/**
 * Enters what happened at a moment into what is kept.
 * @param kept by each connection that has the key.
 */
export function enterChange(
  rules: readonly QuotaRule[],
  kept: readonly (readonly QuotaCount[])[],
  { nowMs, change }: { readonly nowMs: number; readonly change: QuotaChange },
): QuotaLedger {
  const all = rules.map((rule) => ({ rule, count: countNow(rule, kept, nowMs) }));
  const isGranted = change.kind !== 'take' || !all.some(({ rule, count }) => isFull(rule, count));
  const counts = all.map(({ rule, count }) => {
    if (change.kind === 'settle') return settleRequest(count, change.sentMs, nowMs);
    return change.kind === 'take' && isGranted ? addRequest(rule, count, nowMs) : count;
  });
  return { isGranted, counts };
}

function countNow(rule: QuotaRule, kept: readonly (readonly QuotaCount[])[], nowMs: number): QuotaCount {
  const counts = kept.flatMap((one) => one.find(({ name }) => name === rule.name) ?? []);
  return counts.map((count) => countAt(rule, count, nowMs)).reduce(mergeCounts, countAt(rule, undefined, nowMs));
}
