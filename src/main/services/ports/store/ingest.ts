/** One page of a vendor on its way into the store. */
import type { ConnectionId } from '#shared/model/ids.ts';

/** One page on its way into the store: bytes go in (transferred, not copied), the next cursor comes out. */
export interface PageInput {
  readonly runId: number;
  readonly connectionId: ConnectionId;
  readonly vendor: string;
  readonly stream: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** JSON text of the cursor whose answer this is. */
  readonly cursor: string;
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array<ArrayBuffer>;
  };
  readonly fetchedAtMs: number;
}

/** What became of a page; it is stored with the cursor in one transaction, at the latest when the run finishes. */
export interface PageOutcome {
  /** JSON text of the next cursor; null when the walk is over. */
  readonly next: string | null;
  /** Set when the walk is over. */
  readonly end: { readonly expected: number | null; readonly complete: boolean } | null;
  readonly total: number | null;
  /** Records in this page, repeated and rejected ones included. */
  readonly inPage: number;
  /** Of the walk so far. */
  readonly received: number;
  /** Of the run so far. */
  readonly stored: number;
  readonly unchanged: number;
  /** Of the walk so far: records that an interrupted run before this one rejected are missing just as much. */
  readonly rejected: number;
  /** Of the run so far. */
  readonly pages: number;
}
