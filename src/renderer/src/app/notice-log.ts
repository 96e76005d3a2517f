import type { Trace } from '../components/error-text.ts';

/** A message that passed by. */
export interface PastNotice {
  /** Rises from one to the next. */
  readonly id: number;
  readonly atMs: number;
  /** May quote what a vendor or the analyst wrote. */
  readonly text: string;
  /** Of an error: its code, and where the log tells more. */
  readonly trace?: Trace | undefined;
  readonly tone: 'done' | 'remark' | 'failed';
  /** What may still be looked at. */
  readonly action: { readonly text: string; readonly run: () => void } | undefined;
}

/** What the log holds at one moment; the same object until something changes. */
export interface NoticeLogState {
  /** Newest first. */
  readonly notices: readonly PastNotice[];
  readonly unread: number;
}

/** The last messages, kept while the window is open, so that one that passed by unseen can be read later. */
export interface NoticeLog {
  add(notice: Omit<PastNotice, 'id'>): void;
  /** From now on none of them is unread. */
  read(): void;
  state(): NoticeLogState;
  subscribe(listener: () => void): () => void;
}

/** Messages kept; the oldest go first. */
export const noticeLimit = 100;

/** See {@link NoticeLog}. */
export function createNoticeLog(): NoticeLog {
  let state: NoticeLogState = { notices: [], unread: 0 };
  let lastId = 0;
  const listeners = new Set<() => void>();
  const change = (next: NoticeLogState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    add(notice) {
      lastId += 1;
      change({
        notices: [{ ...notice, id: lastId }, ...state.notices].slice(0, noticeLimit),
        unread: Math.min(state.unread + 1, noticeLimit),
      });
    },
    read() {
      if (state.unread > 0) change({ ...state, unread: 0 });
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
