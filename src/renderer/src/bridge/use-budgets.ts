import type { UseMutationResult } from '@tanstack/react-query';
import type { MethodInput } from '#shared/contract/methods.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { type BudgetStatus, unknownBudget } from '#shared/model/rate-budget.ts';
import { keys } from './keys.ts';
import { useAnswer, useCommand } from './use-answer.ts';

/** What is left of the vendor's limit of one connection; kept current by `budgets.changed`. */
export function useBudget(connectionId: ConnectionId): BudgetStatus {
  const budgets = useAnswer({ name: 'budgets.list', input: null, key: keys.budgets });
  return budgets.data?.find((one) => one.connectionId === connectionId) ?? unknownBudget;
}

/** Cancels what waits for a vendor. */
export function useCancelWaits(): UseMutationResult<null, Error, MethodInput<'budgets.cancelWaits'>> {
  return useCommand('budgets.cancelWaits', []);
}
