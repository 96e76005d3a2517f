/**
 * One batch on its way: read what the vendor holds, judge, mark as being sent, send once, read the answer. Whether a call whose
 * outcome is unknown arrived is found out by reading, before anything is sent again.
 */
import type { Clock } from '#main/ports/ports.ts';
import type { PushResult, VendorPush } from '#main/vendors/push.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type OutboxState, openOutboxStates } from '#shared/model/outbox.ts';
import { callOperation } from '../operations/call-operation.ts';
import { findOperation, parseOperationInput } from '../operations/operation-input.ts';
import type { OutboxChange } from '../ports/store/outbox.ts';
import type { Store } from '../ports/store.ts';
import { noteDenial, noteRight } from '../rights.ts';
import type { SettingsService } from '../settings-service.ts';
import { sign } from '../signature.ts';
import type { VendorAccount } from '../vendor-accounts.ts';
import type { Batch, PushItem } from './batches.ts';
import { lookAt, type Standing } from './look-at.ts';

export interface SendParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Pick<SettingsService, 'get'>;
}

export interface SendJob {
  readonly account: VendorAccount;
  readonly signal: AbortSignal;
  /** Records as we have just written them, by key: a second change of one record is based on the first. */
  readonly written: Map<string, unknown>;
}

/** How often a call is made for the same changes: after unknown outcomes, refusals of other rows, waits for the vendor. */
const mostCalls = 6;

/** Sends one batch to its end. @throws AppError when the vendor cannot be asked: what was not sent stays as it is. */
export async function sendBatch(parts: SendParts, job: SendJob, { push, items }: Batch): Promise<void> {
  let open: readonly Standing[] = items.map((pushed) => ({
    pushed,
    before: readBefore(pushed),
    isUnknown: pushed.item.state === 'unknown',
  }));
  for (let call = 1; open.length > 0; call += 1) {
    job.signal.throwIfAborted();
    const ready = await judgeAll(parts, job, { push, open });
    if (ready.length === 0) return;
    if (call > mostCalls) return giveUp(parts, ready);
    open = await sendOnce(parts, job, { push, ready });
  }
}

/** What was read before the call whose outcome is unknown. */
function readBefore({ item }: PushItem): unknown {
  const { result } = item;
  return typeof result === 'object' && result !== null && 'before' in result ? result.before : null;
}

interface OpenBatch {
  readonly push: VendorPush;
  readonly open: readonly Standing[];
}

/** Reads what the vendor holds and decides; @returns those that are to be sent now. */
async function judgeAll(parts: SendParts, job: SendJob, { push, open }: OpenBatch): Promise<readonly Standing[]> {
  const current = await lookAt(parts, job, { push, open });
  const changes: OutboxChange[] = [];
  const ready: Standing[] = [];
  for (const [index, standing] of open.entries()) {
    const { item, change } = standing.pushed;
    const now = current[index] ?? null;
    if (standing.isUnknown && push.hasArrived(change, standing.before, now)) {
      changes.push(become(item.id, 'sent', { reason: 'It had arrived.', result: now }));
      continue;
    }
    const verdict = push.judge(change, job.written.get(keyOf(push, standing.pushed)) ?? item.base, now);
    if (verdict.kind === 'send') ready.push({ ...standing, before: now });
    else if (verdict.kind === 'done') changes.push(become(item.id, 'sent', { reason: verdict.reason, result: now }));
    else changes.push(become(item.id, 'conflict', { reason: verdict.reason, result: { theirs: now } }));
  }
  await save(parts, changes);
  return ready;
}

interface ReadyBatch {
  readonly push: VendorPush;
  readonly ready: readonly Standing[];
}

/** Marks as being sent; @returns those of which that could be said: not what was dropped, taken back or edited meanwhile. */
async function claim(parts: SendParts, ready: readonly Standing[]): Promise<readonly Standing[]> {
  const ids = await save(
    parts,
    ready.map(({ pushed: { item }, before }) => ({
      ...become(item.id, 'sending', { reason: null, result: { before } }),
      expected: JSON.stringify(item.change),
    })),
  );
  return ready.filter(({ pushed }) => ids.includes(pushed.item.id));
}

/** Makes the call; @returns those that are still open after it. */
async function sendOnce(
  parts: SendParts,
  job: SendJob,
  { push, ready: judged }: ReadyBatch,
): Promise<readonly Standing[]> {
  const ready = await claim(parts, judged);
  if (ready.length === 0) return [];
  const batch = { push, ready };
  try {
    const results = await call(job, batch);
    const outcomes = ready.map(({ pushed }, index) => ({ pushed, result: results[index] }));
    for (const { pushed, result } of outcomes) {
      if (result?.state === 'sent' && result.result !== null) job.written.set(keyOf(push, pushed), result.result);
    }
    await save(
      parts,
      outcomes.map(({ pushed, result }) => changeFor(pushed.item.id, result)),
    );
    await noteRight(parts.store, whose(job, batch));
    return ready.filter((_, index) => results[index] === undefined).map((one) => ({ ...one, isUnknown: false }));
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return settle(parts, job, { push, ready, error: thrown });
  }
}

async function call({ account, signal }: SendJob, { push, ready }: ReadyBatch) {
  const changes = ready.map(({ pushed }) => pushed.change);
  const operation = findOperation(account.module, push.operation);
  const input = parseOperationInput(operation, push.compose(changes));
  const { output } = await callOperation(account, { operation, input, signal });
  return push.read(output, changes);
}

/** Whose right to do what a call has shown. */
function whose({ account }: SendJob, { push }: Pick<ReadyBatch, 'push'>) {
  return { connectionId: account.connection.id, operation: findOperation(account.module, push.operation) };
}

/** Names the record that a change is about; changes of no known record share nothing. */
function keyOf(push: VendorPush, { item, change }: PushItem): string {
  const based = push.basedOn(change);
  return based === null ? `item ${item.id}` : `${based.stream}\n${based.vendorKey}`;
}

/** A row that was held up by others is as it was before the call. */
function changeFor(id: number, result: PushResult | undefined): OutboxChange {
  if (result === undefined) return become(id, 'queued', { reason: null, result: null });
  return become(id, result.state, { reason: result.reason, result: result.result });
}

interface FailedBatch extends ReadyBatch {
  readonly error: AppError;
}

/** After an error: refused for sure, to be sent later, or unknown. */
async function settle(parts: SendParts, job: SendJob, failed: FailedBatch): Promise<readonly Standing[]> {
  const { ready, error } = failed;
  const all = (state: OutboxState, reason: string, keep: boolean): Promise<unknown> =>
    save(
      parts,
      ready.map(({ pushed, before }) => become(pushed.item.id, state, { reason, result: keep ? { before } : null })),
    );
  switch (meaningOf(error)) {
    case 'refused':
      if (ready.length > 1) return sendHalves(parts, job, failed);
      await all('failed', explain(error), false);
      return [];
    case 'denied':
      await all('queued', explain(error), false);
      await noteDenial(parts.store, { ...whose(job, failed), error, atMs: parts.clock.nowMs() });
      throw error;
    case 'later':
      await save(
        parts,
        ready.map((one) => postpone(one, explain(error))),
      );
      await parts.clock.sleep(error.retryAfterMs ?? 1_000, job.signal);
      return ready;
    default:
      await all('unknown', explain(error), true);
      if (job.signal.aborted) throw error;
      return ready.map((one) => ({ ...one, isUnknown: true }));
  }
}

/** This call did nothing; what became of one before it is known as little as it was. */
function postpone({ pushed, before, isUnknown }: Standing, reason: string): OutboxChange {
  return become(pushed.item.id, isUnknown ? 'unknown' : 'queued', { reason, result: isUnknown ? { before } : null });
}

/** Refused as a whole without a word on which row: the halves tell. */
async function sendHalves(parts: SendParts, job: SendJob, { push, ready }: ReadyBatch): Promise<readonly Standing[]> {
  const items = ready.map(({ pushed }) => ({ ...pushed, item: { ...pushed.item, state: 'queued' as const } }));
  await save(
    parts,
    items.map(({ item }) => become(item.id, 'queued', { reason: null, result: null })),
  );
  const middle = Math.ceil(items.length / 2);
  await sendBatch(parts, job, { push, items: items.slice(0, middle) });
  await sendBatch(parts, job, { push, items: items.slice(middle) });
  return [];
}

/** What an error of a write says: done for sure not, or nobody knows. */
function meaningOf({ code, vendorStatus }: AppError): 'refused' | 'denied' | 'later' | 'unknown' {
  if (code === 'vendor.rateLimited') return 'later';
  if (code === 'credential.rejected' || code === 'credential.missing' || code === 'vendor.forbidden') return 'denied';
  const isRefusal = vendorStatus !== undefined && vendorStatus >= 400 && vendorStatus < 500;
  return isRefusal || code === 'input.invalid' ? 'refused' : 'unknown';
}

/** Too many calls for the same changes: they stay for another time. */
async function giveUp(parts: SendParts, ready: readonly Standing[]): Promise<void> {
  const changes = ready.map(({ pushed, isUnknown, before }) =>
    isUnknown
      ? become(pushed.item.id, 'unknown', { reason: 'Its outcome could not be told.', result: { before } })
      : become(pushed.item.id, 'queued', { reason: 'The vendor did not take it yet.', result: null }),
  );
  await save(parts, changes);
}

function explain({ message, suggestion }: AppError): string {
  return suggestion === undefined ? message : `${message} ${suggestion}`;
}

/** Only from states in which it is ours: an item that was dropped meanwhile stays dropped. */
function become(
  id: number,
  state: OutboxState,
  { reason, result }: { readonly reason: string | null; readonly result: unknown },
): OutboxChange {
  const from: readonly OutboxState[] = [...openOutboxStates, 'sending'];
  return { id, from, state, reason, result: result === null ? null : JSON.stringify(result) };
}

/** @returns the ids of those that were changed. */
async function save(parts: SendParts, changes: readonly OutboxChange[]): Promise<readonly number[]> {
  return changes.length === 0 ? [] : parts.store.write('outbox.change', { changes, ...(await sign(parts)) });
}
