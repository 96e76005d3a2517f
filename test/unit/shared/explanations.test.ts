import { describe, expect, it } from 'vitest';
import { AppError, toWireError } from '#shared/errors/app-error.ts';
import { errorCodes } from '#shared/errors/codes.ts';
import { explanations } from '#shared/errors/explanations.ts';
import { describeError } from '../../../src/main/shell/report-error.ts';

describe.each(errorCodes)('%s', (code) => {
  it('has a cause and a next step in whole sentences, without the words of programmers', () => {
    const { cause, nextStep } = explanations[code];
    for (const text of [cause, nextStep]) {
      expect(text).toMatch(/^[A-Z].{15,}(?:[.]|sightline repair)$/);
      expect(text).not.toMatch(/exception|null|undefined|errno|SQL|stack|HTTP|schema|parse/i);
    }
  });

  it('reaches the window and the terminal with a next step, its own first', () => {
    const bare = new AppError(code, 'Something happened.');
    const particular = new AppError(code, 'Something happened.', { suggestion: 'Do this.' });
    expect(toWireError(bare).suggestion).toBe(explanations[code].nextStep);
    expect(toWireError(particular).suggestion).toBe('Do this.');
    const isStopped = code.endsWith('.cancelled');
    expect(describeError(bare, 'ref-1').includes(explanations[code].nextStep)).toBe(!isStopped);
    expect(describeError(particular, 'ref-1')).toContain(code === 'internal.bug' ? 'ref-1' : 'Do this.');
  });
});
