import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqlConnection } from '#main/db/connection.ts';
import { toFaultWire } from '#main/db/fault.ts';
import { Ingest, type PageStep } from '#main/db/ingest/ingest.ts';
import { MatcherCache } from '#main/db/lists/load-matcher.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { writes } from '#main/db/operations/writes.ts';
import { endRun, startRun } from '#main/db/writer/run-writes.ts';
import { Transactions } from '#main/db/writer/transactions.ts';
import { connectionId, makeDataFolder, pageInput, record, testPaths } from '../../support/store.ts';
import { findTestStream } from '../../support/store-stream.ts';

let data: ReturnType<typeof makeDataFolder>;
let connection: SqlConnection;
let transactions: Transactions;
let ingest: Ingest;

beforeEach(async () => {
  data = makeDataFolder();
  const { database } = await openWriter({ file: testPaths(data.folder).databaseFile, nowMs: 1 });
  connection = new SqlConnection(database);
  transactions = new Transactions({
    db: connection,
    journal: 'wal',
    onCommit: () => {},
    onForeignCommit: () => ingest.forget(),
  });
  ingest = new Ingest(transactions, findTestStream, new MatcherCache());
  transactions.run(true, (changes) =>
    writes['connections.add'](
      { db: connection, changes, nowMs: 1 },
      { id: connectionId(1), name: 'C', vendor: 'acme', site: null, baseUrl: null, options: {}, createdAtMs: 1 },
    ),
  );
});
afterEach(() => {
  connection.close();
  data.remove();
});

const page = (runId: number, number: number, count: number) =>
  pageInput(
    { runId, connectionId: connectionId(1), stream: 'some', cursor: JSON.stringify({ page: number, pass: 0 }) },
    {
      more: true,
      records: Array.from({ length: count }, (_, n) =>
        record(`n${number}-${n}.example`, { description: Math.random().toString(36).repeat(20) }),
      ),
    },
    1,
  );

/** A whole page, part by part. */
function storePage(...args: Parameters<Ingest['page']>): PageStep {
  let step = ingest.page(...args);
  while (step.kind === 'storing') step = ingest.continuePage(step.open, args[1]);
  return step;
}

const codeOf = (body: () => unknown): string => {
  try {
    body();
    return 'nothing';
  } catch (error) {
    return toFaultWire(error).code;
  }
};

describe('a full disk', () => {
  it('ends the run as storage.full; committed pages stay, nothing is half written, and it goes on later', () => {
    const { runId } = startRun(transactions, {
      connectionId: connectionId(1),
      stream: 'some',
      atMs: 1,
      restart: false,
    });
    storePage(page(runId, 0, 50), 1);
    ingest.commit();
    const pages = Number(connection.database.pragma('page_count', { simple: true }));
    connection.database.pragma(`max_page_count = ${pages + 5}`);
    // Either the page itself hits the end of the disk, or the commit of its slice does, which the next page is told.
    const code = codeOf(() => {
      storePage(page(runId, 1, 3_000), 1);
      ingest.commit();
      storePage(page(runId, 2, 1), 1);
    });
    expect(code).toBe('storage.full');
    expect(codeOf(() => storePage(page(runId, 2, 1), 1))).toBe('storage.full');

    connection.database.pragma('max_page_count = 1000000');
    const outcome = { finishedAtMs: 2, expected: null, requests: 2, waitedMs: 0, error: null };
    const run = endRun(transactions, ingest, { runId, run: { ...outcome, status: 'complete' } });
    expect(run).toMatchObject({
      status: 'failed',
      stored: 50,
      received: 50,
      pages: 1,
      error: { code: 'storage.full' },
    });
    expect(connection.value('SELECT count(*) FROM observation')).toBe(50);
    expect(connection.database.pragma('quick_check', { simple: true })).toBe('ok');

    const next = startRun(transactions, { connectionId: connectionId(1), stream: 'some', atMs: 3, restart: false });
    expect(next.position).toMatchObject({ cursor: '{"page":1,"pass":0}' });
    expect(storePage(page(next.runId, 1, 3_000), 1)).toMatchObject({ outcome: { received: 3_050, stored: 3_000 } });
    ingest.commit();
  });

  it('refuses a user write and stores none of it', () => {
    const pages = Number(connection.database.pragma('page_count', { simple: true }));
    connection.database.pragma(`max_page_count = ${pages}`);
    const write = () =>
      transactions.run(true, (changes) =>
        writes['settings.set']({ db: connection, changes, nowMs: 1 }, { name: 'a', value: 'x'.repeat(100_000) }),
      );
    expect(codeOf(write)).toBe('storage.full');
    expect(connection.value('SELECT count(*) FROM setting')).toBe(0);
    expect(transactions.isOpen).toBe(false);
  });
});
