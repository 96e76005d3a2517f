import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagBits, tlpCodes } from '#main/db/codes.ts';
import { type RollupSource, rollUp } from '#main/db/ingest/rollup.ts';

const nowMs = 1_000;

function source(rest: Partial<RollupSource> = {}): RollupSource {
  return {
    stream_id: 1,
    score: null,
    benign: 0,
    first_seen_at_ms: null,
    last_seen_at_ms: null,
    expires_at_ms: null,
    gone_at_ms: null,
    fetched_at_ms: 500,
    action: null,
    rule: null,
    country: null,
    asn: null,
    as_type: null,
    tags: null,
    categories: null,
    platforms: null,
    sources: null,
    tlp: null,
    ...rest,
  };
}

describe('rolling up', () => {
  it("keeps the analyst's own tags among the words, and their mark, whatever vendors say", () => {
    const [red, green] = [tlpCodes.toCode.red, tlpCodes.toCode.green];
    const own = { terms: [7, 2], tlp: red };
    expect(rollUp([source({ tags: ' 9 7 ', tlp: green })], nowMs, own)).toMatchObject({ terms: ' 2 7 9 ', tlp: red });
    expect(rollUp([], nowMs, own)).toMatchObject({ terms: ' 2 7 ', tlp: red, observations: 0 });
  });

  it('of nothing is nothing', () => {
    expect(rollUp([], nowMs)).toEqual({
      score: null,
      severity: 0,
      flags: 0,
      observations: 0,
      first_seen_at_ms: null,
      last_seen_at_ms: null,
      expires_at_ms: null,
      expired_from_at_ms: null,
      rollup_due_at_ms: null,
      fetched_at_ms: null,
      streams: ' ',
      terms: ' ',
      tlp: null,
    });
  });

  it('takes score and times from the live, words from all', () => {
    const rolled = rollUp(
      [
        source({ score: 30, first_seen_at_ms: 5, last_seen_at_ms: 9, tags: ' 7 3 ', rule: 4 }),
        source({
          stream_id: 2,
          score: 90,
          gone_at_ms: 800,
          first_seen_at_ms: 1,
          last_seen_at_ms: 99,
          sources: ' 9m 3u ',
        }),
        source({ stream_id: 3, score: 95, expires_at_ms: nowMs, last_seen_at_ms: 98 }),
      ],
      nowMs,
    );
    expect(rolled).toMatchObject({
      score: 30,
      severity: 1,
      flags: 0,
      observations: 3,
      first_seen_at_ms: 5,
      last_seen_at_ms: 9,
    });
    expect(rolled).toMatchObject({ streams: ' 1 2 3 ', terms: ' 3 4 7 9 ', rollup_due_at_ms: null });
  });

  it('takes the highest mark of the live', () => {
    const { clear, amber, red } = tlpCodes.toCode;
    const gone = source({ tlp: red, gone_at_ms: 800 });
    expect(rollUp([source({ tlp: clear }), source({ tlp: amber }), source(), gone], nowMs).tlp).toBe(amber);
    expect(rollUp([source(), gone], nowMs).tlp).toBeNull();
    expect(rollUp([gone], nowMs).tlp).toBe(red);
  });

  it('with none left keeps what was known at the last moment', () => {
    const long = source({ score: 95, gone_at_ms: 100 });
    const late = source({ score: 40, gone_at_ms: 900 });
    expect(rollUp([long, late], nowMs)).toMatchObject({ score: 40, flags: flagBits.gone });
    const expired = source({ score: 60, expires_at_ms: 950, gone_at_ms: 990 });
    expect(rollUp([long, expired], nowMs)).toMatchObject({ score: 60, expires_at_ms: 950, expired_from_at_ms: null });
  });

  it('knows from when on all have expired, and when to look again', () => {
    const rolled = rollUp([source({ expires_at_ms: 3_000 }), source({ expires_at_ms: 2_000 })], nowMs);
    expect(rolled).toMatchObject({ expires_at_ms: 3_000, expired_from_at_ms: 3_000, rollup_due_at_ms: 2_000 });
    expect(rollUp([source({ expires_at_ms: 2_000 }), source()], nowMs).expired_from_at_ms).toBeNull();
  });

  it('conflicts when one live observation is calm and another is not', () => {
    const calm = source({ benign: 1 });
    expect(rollUp([calm, source({ score: 70 })], nowMs).flags).toBe(flagBits.conflicting);
    expect(rollUp([calm, source({ score: 69 })], nowMs).flags).toBe(0);
    expect(rollUp([calm, source({ score: 70, gone_at_ms: 1 })], nowMs).flags).toBe(0);
    // One vendor's own two words are no contradiction.
    expect(rollUp([source({ benign: 1, score: 90 })], nowMs).flags).toBe(0);
  });

  it('says of one what it says of the same twice, but for their number', () => {
    const moment = fc.option(fc.integer({ min: 0, max: 2_000 }), { nil: null });
    const id = fc.option(fc.integer({ min: 1, max: 30 }), { nil: null });
    const list = fc.option(fc.constantFrom(' 3 ', ' 12 4 ', ' 7m 3u '), { nil: null });
    const some = fc.record({
      score: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
      first_seen_at_ms: moment,
      last_seen_at_ms: moment,
      expires_at_ms: moment,
      gone_at_ms: moment,
      action: id,
      country: id,
      tags: list,
      sources: list,
      tlp: fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
    });
    const own = fc.record({ terms: fc.array(fc.integer({ min: 1, max: 30 })), tlp: fc.constantFrom(null, 2) });
    fc.assert(
      fc.property(some, own, (rest, share) => {
        const one = source(rest);
        const twice = rollUp([one, one], nowMs, share);
        expect(rollUp([one], nowMs, share)).toEqual({ ...twice, observations: 1 });
      }),
    );
  });

  it('does not depend on the order of the observations', () => {
    const moment = fc.option(fc.integer({ min: 0, max: 2_000 }), { nil: null });
    const some = fc.record({
      stream_id: fc.integer({ min: 1, max: 3 }),
      score: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
      benign: fc.integer({ min: 0, max: 1 }),
      last_seen_at_ms: moment,
      expires_at_ms: moment,
      gone_at_ms: moment,
      tlp: fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 6 }), (list) => {
        const sources = list.map((one) => source(one));
        expect(rollUp(sources.toReversed(), nowMs)).toEqual(rollUp(sources, nowMs));
      }),
    );
  });
});
