import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { accountSection } from '#shared/model/connection.ts';
import { placeOf } from './connection-place.ts';
import type { CredentialService } from './credential-service.ts';
import type { StoredConnection } from './ports/store/connections.ts';
import type { OpenSession, VendorSession } from './ports/vendor-session.ts';
import type { VendorCatalogue } from './vendor-catalogue.ts';

/** An open account with its module. */
export interface VendorAccount {
  readonly connection: StoredConnection;
  readonly module: VendorModule;
  readonly session: VendorSession;
}

export interface VendorAccountsParts {
  readonly credentials: CredentialService;
  readonly vendors: VendorCatalogue;
  readonly openSession: OpenSession;
}

/** Opens accounts for single calls; syncs open theirs for a whole run. */
export interface VendorAccounts {
  /** Undefined for a vendor of another build. */
  findModule(connection: Pick<StoredConnection, 'vendor'>): Promise<VendorModule | undefined>;
  /** The module of a connection. @throws AppError `input.invalid` for a vendor of another build. */
  moduleOf(connection: Pick<StoredConnection, 'name' | 'vendor'>): Promise<VendorModule>;
  /**
   * Opens an account, works with it and gives its token back.
   * @throws AppError `credential.*`; whatever `work` throws.
   */
  use<Result>(connection: StoredConnection, work: (account: VendorAccount) => Promise<Result>): Promise<Result>;
}

/** Accounts over the vault and the network. */
export function createVendorAccounts({ credentials, vendors, openSession }: VendorAccountsParts): VendorAccounts {
  async function findModule({ vendor }: Pick<StoredConnection, 'vendor'>): Promise<VendorModule | undefined> {
    return (await vendors.list()).find(({ id }) => id === vendor);
  }

  async function moduleOf(connection: Pick<StoredConnection, 'name' | 'vendor'>): Promise<VendorModule> {
    const found = await findModule(connection);
    if (found !== undefined) return found;
    throw new AppError('input.invalid', `This version does not know the vendor of ${connection.name}.`);
  }

  return {
    findModule,
    moduleOf,
    async use(connection, work) {
      const module = await moduleOf(connection);
      const { origin, isFixed } = placeOf(module, connection);
      const session = await openSession({
        module,
        connectionId: connection.id,
        origin,
        originIsFixed: isFixed,
        secrets: await credentials.resolve(connection),
        options: connection.options[accountSection] ?? {},
        notice: () => undefined,
      });
      try {
        return await work({ connection, module, session });
      } finally {
        await session.close();
      }
    },
  };
}
