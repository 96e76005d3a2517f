/** What vendors answered to questions on demand. */
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { ConnectionId } from '#shared/model/ids.ts';

/** Names a vendor's answer that is kept: operation and what was asked for. */
export interface AnswerName {
  readonly connectionId: ConnectionId;
  readonly operation: string;
  readonly key: string;
}

export interface AnswerReads {
  /** What a vendor answered to a question of this key; null when it was never asked. */
  'answers.get': Operation<AnswerName, { readonly answer: string; readonly fetchedAtMs: number } | null>;
}

export interface AnswerWrites {
  'answers.save': Operation<AnswerName & { readonly answer: string; readonly atMs: number }, null>;
}
