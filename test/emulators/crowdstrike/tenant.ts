import type { Envelope } from './envelope.ts';
import type { HostTelemetry } from './hosts.ts';
import type { CrowdstrikeSettings } from './options.ts';
import type { IocSearch } from './search.ts';
import type { IocStore } from './store.ts';

/** Everything that the operations work on. */
export interface Tenant {
  readonly settings: CrowdstrikeSettings;
  readonly store: IocStore;
  readonly search: IocSearch;
  readonly hosts: HostTelemetry;
  readonly envelope: Envelope;
  readonly clientId: string;
}
