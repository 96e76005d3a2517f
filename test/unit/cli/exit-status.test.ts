import { describe, expect, it } from 'vitest';
import { statusOfFindings } from '#main/shell/cli/commands/doctor.ts';
import { OutputClosed } from '#main/shell/cli/context.ts';
import { CommandOutcome, statusOfOutcome, statusOfRuns } from '#main/shell/cli/exit-status.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type ErrorCode, errorCodes } from '#shared/errors/codes.ts';

const byArea: Readonly<Record<string, number>> = {
  input: 2,
  credential: 3,
  vendor: 1,
  network: 1,
  storage: 5,
  state: 1,
  update: 1,
  export: 1,
  internal: 1,
};

describe('the exit status of an error', () => {
  it.each(errorCodes)('is that of its area: %s', (code: ErrorCode) => {
    expect(statusOfOutcome(new AppError(code, 'x'))).toBe(byArea[code.split('.')[0] ?? '']);
  });

  it('is 1 for what is none of ours', () => {
    expect(statusOfOutcome(new TypeError('x'))).toBe(1);
    expect(statusOfOutcome('thrown text')).toBe(1);
  });

  it('is what a command says, and 0 when the reader of the output left', () => {
    expect(statusOfOutcome(new CommandOutcome(4))).toBe(4);
    expect(statusOfOutcome(new OutputClosed())).toBe(0);
  });
});

describe('the exit status of a sync', () => {
  const complete = { status: 'complete', error: null } as const;
  const cancelled = { status: 'cancelled', error: null } as const;
  const incomplete = { status: 'incomplete', error: { code: 'vendor.rateLimited', message: '' } } as const;
  const failed = (code: ErrorCode) => ({ status: 'failed', error: { code, message: '' } }) as const;

  it.each([
    ['all complete', [complete, complete], 0],
    ['complete with a remark', [{ ...complete, error: { code: 'sync.possibleLoss', message: '' } }], 0],
    ['nothing to do', [], 0],
    ['every failure about credentials', [failed('credential.rejected'), failed('credential.missing')], 3],
    ['the one failure about credentials', [complete, failed('credential.rejected')], 3],
    ['a key without the right', [failed('vendor.forbidden')], 3],
    ['everything failed for another reason', [failed('network.offline'), failed('vendor.badResponse')], 1],
    ['everything failed, for several reasons', [failed('network.offline'), failed('credential.rejected')], 1],
    ['some failed', [complete, failed('network.offline')], 4],
    ['some failed for several reasons', [complete, failed('network.offline'), failed('credential.rejected')], 4],
    ['incomplete', [incomplete], 4],
    ['incomplete beside a failure', [incomplete, failed('network.tls')], 4],
    ['cancelled', [cancelled, cancelled], 4],
    ['cancelled in the middle', [complete, cancelled], 4],
    ['the cache could not be written', [complete, failed('storage.full')], 5],
    ['being synced by somebody else', [failed('state.conflict')], 1],
  ])('%s', (_name, runs, status) => {
    expect(statusOfRuns(runs)).toBe(status);
  });
});

describe('the exit status of doctor', () => {
  it.each([
    [[], 0],
    [['window'], 0],
    [['keychain'], 3],
    [['database'], 5],
    [['disk'], 5],
    [['network'], 1],
    [['network', 'keychain'], 3],
    [['window', 'keychain', 'disk'], 5],
  ] as const)('with faults in %j is %i', (faulty, status) => {
    const checks = ['versions', 'database', 'keychain', 'window', 'disk', 'network'] as const;
    const isFaulty = (check: string): boolean => faulty.some((one) => one === check);
    expect(statusOfFindings(checks.map((check) => ({ check, ok: !isFaulty(check) })))).toBe(status);
  });

  it.each([
    ['a refused key', ['keyRejected'], 3],
    ['a missing right beside a wrong clock', ['missingScope', 'clockSkew'], 3],
    ['a vendor out of reach', ['hostNotFound'], 0],
  ])('of a connection with %s', (_name, findings, status) => {
    expect(statusOfFindings([{ check: 'connection', ok: false, findings }])).toBe(status);
  });
});
