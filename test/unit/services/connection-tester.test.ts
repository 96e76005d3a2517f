import { describe, expect, it } from 'vitest';
import { createConnectionTester, type TestSubject } from '#main/services/connection-tester.ts';
import { connectionTestSchema } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeVendor } from '../../support/fake-vendor.ts';

const subject: TestSubject = {
  module: fakeVendor(),
  connectionId: null,
  place: { site: 'eu', baseUrl: null },
  options: {},
  resolve: async () => ({}),
};

async function test(error: AppError | null, change: Partial<TestSubject> = {}) {
  const asked: { path: string; retry: boolean }[] = [];
  let closed = 0;
  const tester = createConnectionTester({
    clock: new FakeClock(),
    openSession: async ({ notice }) => {
      notice({ finding: 'wrongSite', text: 'The tenant lives in us.' });
      return {
        async call({ path }, { retry }, use) {
          asked.push({ path, retry });
          if (error !== null) throw error;
          return use({ status: 200, headers: {}, body: new Uint8Array() });
        },
        close: async () => {
          closed += 1;
        },
      };
    },
  });
  const result = connectionTestSchema.parse(await tester.test({ ...subject, ...change }));
  return { result, asked, closed };
}

describe('a connection test', () => {
  it('asks once, without retries, and lists every step', async () => {
    const { result, asked, closed } = await test(null);
    expect(result).toMatchObject({ ok: true, code: null, message: 'The connection works. The tenant lives in us.' });
    expect(result.steps.map(({ label, ok }) => `${label}: ${ok}`)).toEqual([
      'Secret at hand: true',
      'Reach eu.acme.example: true',
      'Secure connection: true',
      'Acme answers: true',
      'Key accepted: true',
      'Right to read: true',
    ]);
    expect(asked).toEqual([{ path: '/me', retry: false }]);
    expect(closed).toBe(1);
  });

  it.each([
    ['network.offline', 'Reach eu.acme.example', 2],
    ['network.timeout', 'Reach eu.acme.example', 2],
    ['network.tls', 'Secure connection', 3],
    ['vendor.badResponse', 'Acme answers', 4],
    ['vendor.unavailable', 'Acme answers', 4],
    ['credential.rejected', 'Key accepted', 5],
    ['vendor.forbidden', 'Right to read', 6],
  ] as const)('%s fails at "%s"', async (code: ErrorCode, label, steps) => {
    const { result, closed } = await test(new AppError(code, 'Because.', { suggestion: 'Do this.' }));
    expect(result).toMatchObject({ ok: false, code, message: expect.stringContaining('Because. Do this.') });
    expect(result.steps).toHaveLength(steps);
    expect(result.steps.at(-1)).toEqual({ label, ok: false, detail: 'Because.' });
    expect(result.steps.slice(0, -1).every(({ ok }) => ok)).toBe(true);
    expect(closed).toBe(1);
  });

  it('tells of the site when the key is refused', async () => {
    const { result } = await test(new AppError('credential.rejected', 'Refused.'));
    expect(result.message).toContain('Check the site too');
  });

  it('stops at the vault when the secret cannot be had', async () => {
    const { result, asked } = await test(null, {
      resolve: () => Promise.reject(new AppError('credential.storeUnavailable', 'The keychain is locked.')),
    });
    expect(result.steps).toEqual([{ label: 'Secret at hand', ok: false, detail: 'The keychain is locked.' }]);
    expect(asked).toEqual([]);
  });

  it('says that a local address is not encrypted', async () => {
    const { result } = await test(null, { place: { site: null, baseUrl: 'http://127.0.0.1:8080' } });
    expect(result.steps[2]).toEqual({
      label: 'Secure connection',
      ok: true,
      detail: 'Not encrypted: an address of this machine.',
    });
  });
});
