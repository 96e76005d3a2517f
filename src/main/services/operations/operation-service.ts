import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { OperationChoice, OperationDescription } from '#shared/model/operation.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { Store } from '../ports/store.ts';
import { dropDenial, readDenial } from '../rights.ts';
import type { VendorAccounts } from '../vendor-accounts.ts';
import { callNoting } from './call-noting.ts';
import type { OperationOutcome } from './call-operation.ts';
import { describeOperation } from './describe-operation.ts';
import { findOperation, parseOperationInput } from './operation-input.ts';

/** A documented call of a vendor, as the user asks for it. */
export interface OperationRequest {
  /** By id or name. */
  readonly connection: string;
  readonly operation: string;
  readonly input: unknown;
  /** A write goes out at once only after an explicit yes; otherwise it belongs into the outbox. */
  readonly confirmed: boolean;
}

/** Single calls to vendors, whatever their API can do. */
export interface OperationService {
  /** What the vendor of a connection can do, in the module's order, and what its key was refused. @throws AppError `state.notFound`. */
  list(connection: string): Promise<readonly OperationChoice[]>;
  /** What the key was refused for want of a right is offered again. @throws AppError `state.notFound`, `input.invalid`. */
  forgetRefusal(connection: string, operation: string): Promise<void>;
  /** Everything of {@link OperationService.run} that can be said without calling. @throws AppError `input.invalid`. */
  check(request: Omit<OperationRequest, 'confirmed'>): Promise<OperationDescription>;
  /**
   * Calls the vendor now.
   * @throws AppError `input.invalid`: unknown operation or parameter, a write that is not confirmed; `vendor.*` and the like.
   */
  run(request: OperationRequest, signal: AbortSignal): Promise<OperationOutcome>;
}

export interface OperationServiceParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly accounts: VendorAccounts;
  readonly connections: { find(idOrName: string): Promise<StoredConnection> };
}

/** Runs operations of the vendor modules. */
export function createOperationService({
  store,
  clock,
  accounts,
  connections,
}: OperationServiceParts): OperationService {
  async function prepare(request: Omit<OperationRequest, 'confirmed'>) {
    const connection = await connections.find(request.connection);
    const operation = findOperation(await accounts.moduleOf(connection), request.operation);
    return { connection, operation, input: parseOperationInput(operation, request.input) };
  }

  return {
    async list(name) {
      const connection = await connections.find(name);
      const { operations } = await accounts.moduleOf(connection);
      return Promise.all(
        operations.map(async (operation) => ({
          ...describeOperation(operation),
          denied: await readDenial(store, connection.id, operation),
        })),
      );
    },
    async forgetRefusal(name, operation) {
      const connection = await connections.find(name);
      await dropDenial(store, connection.id, findOperation(await accounts.moduleOf(connection), operation));
    },
    check: async (request) => describeOperation((await prepare(request)).operation),
    async run(request, signal) {
      const { connection, operation, input } = await prepare(request);
      if (operation.kind === 'write' && !request.confirmed) {
        throw new AppError('input.invalid', `${operation.name} changes something at the vendor, so it was not sent.`, {
          suggestion: 'Confirm it, or queue it in the outbox.',
        });
      }
      return accounts.use(connection, (account) => callNoting({ store, clock }, account, { operation, input, signal }));
    },
  };
}
