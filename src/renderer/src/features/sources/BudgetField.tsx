import type { ReactElement } from 'react';
import type { Connection } from '#shared/model/connection.ts';
import { useSeconds } from '../../app/clock.tsx';
import { useBudget, useCancelWaits } from '../../bridge/use-budgets.ts';
import { Field } from '../../components/Fields.tsx';
import { describeBudget } from '../../text/budget-words.ts';

/** What is left of the vendor's limit, and whether calls wait for it now. */
export function BudgetField(props: { readonly connection: Connection }): ReactElement | null {
  const { id } = props.connection;
  const budget = useBudget(id);
  const cancel = useCancelWaits();
  const nowMs = useSeconds();
  const sentences = describeBudget(budget, nowMs);
  if (sentences.length === 0) return null;
  const isWaiting = budget.waitingUntilMs !== null && budget.waitingUntilMs > nowMs;
  return (
    <Field name="Limit">
      {sentences.join(' ')}{' '}
      {isWaiting ? (
        <button type="button" className="link-button" onClick={() => cancel.mutate({ id })}>
          Cancel what waits
        </button>
      ) : null}
    </Field>
  );
}
