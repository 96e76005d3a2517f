import { expect, it } from 'vitest';
import { type JudgedRound, judgeTargets } from '../../bench/targets.ts';

const megabyte = 1_000_000;
const good: JudgedRound = {
  first: { wallMs: 59_999, peakBytes: 399 * megabyte },
  second: { peakBytes: 399 * megabyte },
};
const quiet = { application: { peakBytes: 399 * megabyte }, browser: [{ peakBytes: 399 * megabyte }] };
const tooMuch = { peakBytes: 400 * megabyte };

const missed = (rounds: readonly JudgedRound[], window = quiet): readonly string[] =>
  judgeTargets(rounds, window)
    .filter(({ isMet }) => !isMet)
    .map(({ target }) => target);

it('misses nothing where everything is below its limit', () => {
  expect(missed([good, good])).toEqual([]);
});

it('misses the time when one round of several takes a minute', () => {
  expect(missed([good, { ...good, first: { ...good.first, wallMs: 60_000 } }])).toEqual([
    'every first sync under 60 s',
  ]);
});

it('misses the memory when any process of any round takes too much', () => {
  const memory = ['every process under 400 MB resident'];
  expect(missed([good, { ...good, first: { ...good.first, ...tooMuch } }])).toEqual(memory);
  expect(missed([{ ...good, second: tooMuch }, good])).toEqual(memory);
  expect(missed([good], { ...quiet, application: tooMuch })).toEqual(memory);
  expect(missed([good], { ...quiet, browser: [...quiet.browser, tooMuch] })).toEqual(memory);
});
