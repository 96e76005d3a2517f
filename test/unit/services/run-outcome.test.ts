import { describe, expect, it } from 'vitest';
import {
  asAppError,
  findPossibleLoss,
  judgeError,
  judgeWalk,
  stopsConnection,
} from '#main/services/sync/run-outcome.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';

const done = {
  next: null,
  end: { expected: 10, complete: true },
  total: 10,
  inPage: 10,
  received: 10,
  stored: 10,
  unchanged: 0,
  rejected: 0,
  pages: 1,
};

describe('judgeWalk', () => {
  it('is complete when everything announced arrived and could be read', () => {
    expect(judgeWalk(done)).toEqual({ status: 'complete', error: null });
    expect(judgeWalk({ ...done, end: { expected: null, complete: true } })).toEqual({
      status: 'complete',
      error: null,
    });
  });

  it('is incomplete with one record put aside', () => {
    expect(judgeWalk({ ...done, rejected: 1 })).toEqual({
      status: 'incomplete',
      error: { code: 'vendor.badResponse', message: '1 record could not be read and was put aside.' },
    });
  });

  it('is incomplete with one record short, whatever the module says', () => {
    expect(judgeWalk({ ...done, received: 9 })).toMatchObject({
      status: 'incomplete',
      error: { message: 'The vendor announced 10 records, 9 arrived.' },
    });
  });

  it('is incomplete when the module says so', () => {
    expect(judgeWalk({ ...done, end: { expected: 10, complete: false } })).toMatchObject({ status: 'incomplete' });
    expect(judgeWalk({ ...done, end: null })).toMatchObject({ status: 'incomplete' });
  });
});

const errorWith = (code: ErrorCode): AppError => new AppError(code, 'Because.');

describe('judgeError', () => {
  it.each([
    ['internal.cancelled', 'cancelled'],
    ['vendor.rateLimited', 'incomplete'],
    ['vendor.unavailable', 'incomplete'],
    ['vendor.badResponse', 'failed'],
    ['vendor.forbidden', 'failed'],
    ['credential.rejected', 'failed'],
    ['network.offline', 'failed'],
    ['network.tls', 'failed'],
    ['storage.full', 'failed'],
    ['internal.bug', 'failed'],
  ] as const)('%s ends a run as %s', (code, status) => {
    expect(judgeError(errorWith(code)).status).toBe(status);
  });

  it('keeps code, message and advice', () => {
    const error = new AppError('vendor.forbidden', 'Not allowed.', { suggestion: 'Ask for the scope.' });
    expect(judgeError(error).error).toEqual({ code: 'vendor.forbidden', message: 'Not allowed. Ask for the scope.' });
  });
});

describe('stopsConnection', () => {
  it.each([
    'credential.rejected',
    'credential.missing',
    'vendor.forbidden',
    'vendor.rateLimited',
    'storage.full',
  ] as const)('%s concerns the whole account', (code) => {
    expect(stopsConnection(errorWith(code))).toBe(true);
  });

  it.each(['vendor.badResponse', 'vendor.unavailable', 'network.timeout', 'internal.bug'] as const)(
    '%s concerns one stream',
    (code) => {
      expect(stopsConnection(errorWith(code))).toBe(false);
    },
  );
});

describe('findPossibleLoss', () => {
  const dayMs = 86_400_000;

  it('tells of a gap longer than the memory', () => {
    const gap = { lastCompleteAtMs: 0, startedAtMs: 31 * dayMs, memoryMs: 30 * dayMs };
    expect(findPossibleLoss(gap)).toEqual({
      code: 'sync.possibleLoss',
      message:
        'The last complete sync was 31 days ago and the vendor remembers 30 days: records in between may be lost.',
    });
  });

  it('is silent about a gap inside it, a first run, and a vendor that forgets nothing', () => {
    expect(findPossibleLoss({ lastCompleteAtMs: 0, startedAtMs: 30 * dayMs, memoryMs: 30 * dayMs })).toBeNull();
    expect(findPossibleLoss({ lastCompleteAtMs: null, startedAtMs: 99 * dayMs, memoryMs: dayMs })).toBeNull();
    expect(findPossibleLoss({ lastCompleteAtMs: 0, startedAtMs: 99 * dayMs, memoryMs: null })).toBeNull();
  });
});

it('takes a foreign error for our own mistake and keeps it as the cause', () => {
  const cause = new TypeError('x');
  expect(asAppError(cause)).toMatchObject({ code: 'internal.bug', cause });
});
