import type { SyncProgress } from '#shared/contract/schemas.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';

/** What a sync tells while it runs. */
export type SyncEvent =
  | { readonly kind: 'progress'; readonly progress: SyncProgress }
  | { readonly kind: 'finished'; readonly connectionId: ConnectionId; readonly run: SyncRun }
  /** Something the user should know, e.g. that the tenant lives in another region. */
  | {
      readonly kind: 'notice';
      readonly connectionId: ConnectionId;
      readonly connection: string;
      readonly text: string;
    };

export type SyncListener = (event: SyncEvent) => void;
