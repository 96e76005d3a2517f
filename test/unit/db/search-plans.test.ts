import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqlConnection } from '#main/db/connection.ts';
import { flagFor } from '#main/db/gateway/stop-flag.ts';
import { openReader } from '#main/db/open/open-reader.ts';
import { compileAll, compileIds, compileTop } from '#main/db/search/compile.ts';
import { Deadline, type Limits } from '#main/db/search/deadline.ts';
import { SearchFunctions } from '#main/db/search/functions.ts';
import { describeShape } from '#main/db/search/shape.ts';
import type { Condition } from '#main/domain/query/plan.ts';
import { makeDataFolder, plan, testPaths } from '../../support/store.ts';

let db: SqlConnection;
let database: ReturnType<typeof openReader>['database'];
let deadline: Deadline;
const functions = new SearchFunctions();
let data: ReturnType<typeof makeDataFolder>;

beforeAll(() => {
  data = makeDataFolder();
  ({ database } = openReader(testPaths(data.folder).databaseFile));
  deadline = new Deadline();
  deadline.install(database);
  functions.install(database);
  db = new SqlConnection(database);
});
afterAll(() => {
  db.close();
  data.remove();
});

const context = () => ({ db, functions, nowMs: 0 });

/** How SQLite goes about a statement. */
function explain(where: Condition | undefined, rest: Parameters<typeof plan>[1] = {}): string {
  const { sql, params } = compileIds(context(), plan(where, rest), { offset: 0, limit: 10 });
  return db
    .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...params)
    .map(({ detail }) => detail)
    .join('\n');
}

describe('statements', () => {
  it('take the default order from its index', () => {
    const way = explain(undefined);
    expect(way).toContain('USING INDEX indicator_rank');
    // Only rows that are equal in score and time are sorted.
    expect(way).toMatch(/B-TREE FOR LAST 2 TERMS/);
  });

  it.each<[string, Condition, string]>([
    ['exact values', { kind: 'exact', type: 'domain', value: 'a.com' }, 'indicator_value (value=? AND type=?)'],
    [
      'whole values of any type',
      { kind: 'value', pieces: ['a.com'], anchoredStart: true, anchoredEnd: true },
      'indicator_value (value=?)',
    ],
    [
      'whole values with upper case',
      { kind: 'value', pieces: ['a.com'], anchoredStart: true, anchoredEnd: true },
      'indicator_mixed_case (value=?)',
    ],
    [
      'prefixes',
      { kind: 'value', pieces: ['a'], anchoredStart: true, anchoredEnd: false },
      'indicator_value (value>? AND value<?)',
    ],
    [
      'prefixes of values with upper case',
      { kind: 'value', pieces: ['a'], anchoredStart: true, anchoredEnd: false },
      'indicator_mixed_case (value>? AND value<?)',
    ],
    ['hosts', { kind: 'under', host: 'evil.com' }, 'indicator_host (host_key>? AND host_key<?)'],
    ['addresses', { kind: 'ip', first: '0'.repeat(32), last: 'f'.repeat(32) }, 'indicator_ip (ip_key>? AND ip_key<?)'],
  ])('find %s by an index, and rows by their id', (_, where, index) => {
    const way = explain(where);
    expect(way).toContain(index);
    expect(way).toContain('SEARCH i USING INTEGER PRIMARY KEY (rowid=?)');
    expect(way).not.toContain('SCAN i');
  });

  it('bind a list of any length as one value, and refuse one that is all at once', () => {
    const whole = (at: number): Condition => ({
      kind: 'value',
      pieces: [`evil${at}.example`],
      anchoredStart: true,
      anchoredEnd: true,
    });
    const exact = (at: number): Condition => ({ kind: 'exact', type: 'ipv4', value: `198.51.${at >> 8}.${at & 255}` });
    const list = Array.from({ length: 10_000 }, (_unused, at) => (at % 2 === 0 ? whole(at) : exact(at)));
    const { params, sql } = compileIds(context(), plan({ kind: 'any', of: list }), { offset: 0, limit: 10 });
    expect(params.length).toBeLessThan(8);
    expect(sql.length).toBeLessThan(4_000);
    const all = { kind: 'all', of: list.filter(({ kind }) => kind === 'exact') } satisfies Condition;
    expect(() => compileIds(context(), plan(all), { offset: 0, limit: 10 })).toThrow('No indicator can be all');
  });

  it('read the table through where no index helps', () => {
    for (const where of [
      { kind: 'text', text: 'x' },
      { kind: 'is', flag: 'gone' },
    ] satisfies Condition[]) {
      expect(explain(where)).toMatch(/SCAN i$/m);
    }
  });

  it('try the top of the default order first where that may be enough', () => {
    const top = (where: Condition, window = { offset: 0, limit: 10 }) => compileTop(context(), plan(where), window);
    const common = top({ kind: 'text', text: 'x' });
    const way = db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${common?.sql}`, ...(common?.params ?? []));
    expect(way.map(({ detail }) => detail).join('\n')).toContain('USING INDEX indicator_rank');
    expect(top({ kind: 'exact', type: 'domain', value: 'a' })).toBeUndefined();
    expect(top({ kind: 'all', of: [] })).toBeUndefined();
    expect(top({ kind: 'text', text: 'x' }, { offset: 5_000, limit: 10 })).toBeUndefined();
  });

  it('hold no value of the query, nor does what is logged of it', () => {
    const where: Condition = {
      kind: 'all',
      of: [
        { kind: 'text', text: 'secret-text' },
        { kind: 'not', of: { kind: 'word', field: 'tag', pattern: 'secret-tag*' } },
        { kind: 'any', of: [{ kind: 'exact', type: 'url', value: 'secret-url' }] },
      ],
    };
    const { sql } = compileAll(context(), plan(where), 'count(*)');
    expect(sql).not.toContain('secret');
    expect(describeShape(where)).toBe('all(text not(word:tag) any(exact))');
  });
});

describe('the limits of a search', () => {
  const endless = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE within_limits()`;

  it('ends one that takes too long, with advice', () => {
    expect(() => deadline.guard({ limitMs: 20 }, () => db.value(endless))).toThrow(
      expect.objectContaining({ code: 'storage.busy', suggestion: expect.stringContaining('Narrow it') }),
    );
  });

  it('leaves the next one alone', () => {
    expect(() => deadline.guard({ limitMs: 0 }, () => db.value(endless))).toThrow(
      expect.objectContaining({ code: 'storage.busy' }),
    );
    expect(deadline.guard({ limitMs: null }, () => db.value('SELECT within_limits()'))).toBe(1);
  });

  it('leaves what runs beside a search alone', () => {
    const isRefused = (limits: Limits) => expect(() => deadline.guard(limits, () => 'never begun')).toThrow();
    isRefused({ limitMs: -1 });
    expect(db.value('SELECT within_limits()')).toBe(1);
    const controller = new AbortController();
    const stop = flagFor(controller.signal);
    controller.abort();
    isRefused({ limitMs: null, stop });
    expect(db.value('SELECT within_limits()')).toBe(1);
  });

  it('are asked about by statements of ours, not by what stands in a file', () => {
    database.exec('CREATE VIEW theirs AS SELECT within_limits() AS answer');
    expect(() => db.value('SELECT answer FROM theirs')).toThrow('unsafe use');
  });

  it('ends one that nobody waits for any more, in the middle of it', () => {
    const controller = new AbortController();
    const stop = flagFor(controller.signal);
    let looks = 0;
    database.function('look_up', { directOnly: true }, () => {
      looks += 1;
      if (looks === 3) controller.abort();
      return 1;
    });
    const question = endless.replace('within_limits()', 'look_up() AND within_limits()');
    expect(() => deadline.guard({ limitMs: null, stop }, () => db.value(question))).toThrow(
      expect.objectContaining({ code: 'internal.cancelled' }),
    );
    expect(looks).toBe(3);
    expect(() => deadline.guard({ limitMs: null, stop }, () => 'never begun')).toThrow(
      expect.objectContaining({ code: 'internal.cancelled' }),
    );
  });
});
