import { describe, expect, it } from 'vitest';
import type { SyncEvent } from '#main/services/sync/events.ts';
import { createJsonReporter, createTextReporter } from '#main/shell/cli/output/sync-progress.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import { connectionIdSchema } from '#shared/model/ids.ts';
import { createCliDouble } from '../../support/cli-double.ts';

const connectionId = connectionIdSchema.parse('c-0123456789abcdef');

const run: SyncRun = {
  id: 1,
  connection: 'dd',
  stream: 'indicators',
  startedAtMs: 0,
  finishedAtMs: 1,
  status: 'complete',
  expected: 30,
  received: 30,
  stored: 20,
  unchanged: 10,
  rejected: 0,
  pages: 3,
  requests: 4,
  waitedMs: 0,
  error: null,
};

const progress = (received: number, extra: { expected?: number | null; waitingUntilMs?: number } = {}): SyncEvent => ({
  kind: 'progress',
  progress: {
    connectionId,
    connection: 'dd',
    stream: 'indicators',
    pages: 1,
    received,
    expected: 30,
    waitingUntilMs: null,
    ...extra,
  },
});
const finished = (change: Partial<SyncRun> = {}): SyncEvent => ({
  kind: 'finished',
  connectionId,
  run: { ...run, ...change },
});
const notice: SyncEvent = {
  kind: 'notice',
  connectionId,
  connection: 'dd',
  text: 'The tenant\u001B[2J lives elsewhere.',
};

describe('sync --json', () => {
  it('prints one object per line with the documented names, and remarks on stderr', () => {
    const context = createCliDouble();
    const { tell, close } = createJsonReporter(context);
    const error = { code: 'network.offline', message: 'Unreachable.' };
    for (const event of [progress(10), notice, finished({ status: 'failed', error, expected: null })]) tell(event);
    close([run]);
    expect(context.out()).toBe(
      '{"event":"progress","connection":"dd","stream":"indicators","pages":1,"received":10,"expected":30}\n' +
        '{"event":"finished","connection":"dd","stream":"indicators","status":"failed","expected":null,"received":30,' +
        '"stored":20,"unchanged":10,"rejected":0,"requests":4,"error":{"code":"network.offline","message":"Unreachable.","reference":"run-1"}}\n',
    );
    expect(context.err()).toBe('dd: The tenant⟨U+001B⟩[2J lives elsewhere.\n');
  });
});

describe('sync for people', () => {
  it('writes a line per stream and a sum, all on stderr', () => {
    const context = createCliDouble();
    const { tell, close } = createTextReporter(context, ['dd/indicators', 'tg/network_streams']);
    const incomplete = { code: 'vendor.badResponse', message: 'The vendor announced 30 records, 29 arrived.' };
    tell(progress(10));
    tell(finished());
    tell(
      finished({ connection: 'tg', stream: 'ips', status: 'incomplete', received: 29, rejected: 1, error: incomplete }),
    );
    close([run, { ...run, status: 'incomplete' }, run]);
    expect(context.err().split('\n')).toEqual([
      'dd/indicators       complete    30 of 30 received, 20 stored, 10 unchanged',
      `tg/ips              incomplete  29 of 30 received, 20 stored, 10 unchanged, 1 rejected: ${incomplete.message} (vendor.badResponse, in the log as run-1)`,
      '2 streams complete, 1 incomplete.',
      '',
    ]);
    expect(context.out()).toBe('');
  });

  it('steers no terminal with names or messages', () => {
    const context = createCliDouble();
    const { tell } = createTextReporter(context, []);
    const error = { code: 'vendor.badResponse', message: 'bad\u001B[2J' };
    tell(finished({ connection: 'd\u202Ed', stream: 's\u0007', status: 'failed', received: 0, error }));
    expect(context.err()).toBe(
      'd⟨U+202E⟩d/s⟨U+0007⟩  failed      bad⟨U+001B⟩[2J (vendor.badResponse, in the log as run-1)\n',
    );
  });

  it('does not repeat what stopped a whole connection', () => {
    const context = createCliDouble();
    const { tell } = createTextReporter(context, []);
    const error = { code: 'credential.missing', message: 'dd has no secret yet.' };
    for (const stream of ['ips', 'urls']) tell(finished({ stream, status: 'failed', received: 0, error }));
    tell(finished({ connection: 'tg', status: 'failed', received: 0, error }));
    expect(context.err().split('\n')).toEqual([
      'dd/ips  failed      dd has no secret yet. For one run, pass it with --secrets-stdin. (credential.missing, in the log as run-1)',
      'dd/urls  failed      for the same reason',
      'tg/indicators  failed      dd has no secret yet. For one run, pass it with --secrets-stdin. (credential.missing, in the log as run-1)',
      '',
    ]);
  });

  it('keeps a last line up to date at a terminal, no wider than that', () => {
    const context = createCliDouble({ columns: 40 });
    const { tell, close } = createTextReporter(context, ['dd/indicators']);
    tell(progress(10));
    tell(progress(20, { expected: null, waitingUntilMs: context.clock.nowMs() + 2_500 }));
    tell(finished());
    close([run]);
    const erase = '\r\u001B[2K';
    expect(context.err()).toBe(
      [
        `${erase}dd/indicators 10 of 30`,
        `${erase}dd/indicators 20, waiting 3 s for the …`,
        `${erase}dd/indicators  complete    30 of 30 received, 20 stored, 10 unchanged\n`,
        '1 stream complete.\n',
      ].join(''),
    );
  });
});
