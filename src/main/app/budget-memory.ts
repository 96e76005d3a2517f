import type { Clock } from '#main/ports/ports.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { BudgetMemory } from '#main/services/ports/vendor-session.ts';

/** Keeps rate budgets in the store: a restart must not forget what is used up. */
export function createBudgetMemory(
  store: Pick<Store, 'read' | 'write'>,
  clock: Clock,
  changed: BudgetMemory['changed'],
): BudgetMemory {
  return {
    changed,
    enterQuotas: (entry) => store.write('quotas.enter', entry),
    load: (id) => store.read('budgets.get', { id }),
    async save(id, state) {
      await store.write('budgets.save', { id, state, atMs: clock.nowMs() });
    },
  };
}
