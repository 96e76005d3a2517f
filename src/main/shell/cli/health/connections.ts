import type { ConnectionTest } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { BudgetStatus } from '#shared/model/rate-budget.ts';
import { importVendor } from '#shared/model/vocabulary.ts';
import type { CliContext } from '../context.ts';
import type { Finding } from './finding.ts';

/**
 * Asks each vendor the one question of a connection test, side by side; connections without a secret are told of and not asked.
 * A store that cannot be read is `database`'s finding, so here it is none.
 */
export async function examineConnections(context: CliContext): Promise<readonly Finding[]> {
  const { services } = await context.app();
  try {
    // A file that was imported has nobody to ask.
    const all = (await services.connections.list()).filter(({ vendor }) => vendor !== importVendor);
    const tested = await Promise.all(
      all.map(async (connection) =>
        connection.hasSecret
          ? describeTest(connection, await services.connections.test(connection.id))
          : withoutSecret(connection),
      ),
    );
    const budgets = await services.budgets.list();
    return tested.map((finding, index) => {
      const left = describeBudget(budgets.find(({ connectionId }) => connectionId === all[index]?.id));
      const loss = all[index]?.possibleLoss ?? null;
      return { ...finding, detail: [finding.detail, left, loss].filter((part) => part !== null).join(' ') };
    });
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('storage.')) throw error;
    return [];
  }
}

function describeTest({ name }: Connection, { ok, findings }: ConnectionTest): Finding {
  const words = findings.map(({ problem, nextStep }) => `${problem} ${nextStep}`);
  return {
    check: 'connection',
    ok,
    detail: `${name}: ${words.length === 0 ? 'works.' : words.join(' ')}`,
    connection: name,
    findings: findings.flatMap(({ kind }) => kind ?? []),
  };
}

/** What is left of the vendor's limit; null where it tells nothing. */
function describeBudget(budget: BudgetStatus | undefined): string | null {
  if (budget === undefined || budget.limit === null) return null;
  return `${budget.remaining ?? budget.limit} of ${budget.limit} requests left.`;
}

function withoutSecret({ name }: Connection): Finding {
  const detail = `${name}: has no secret stored; it cannot be asked.`;
  return { check: 'connection', ok: true, detail, connection: name, findings: [] };
}
