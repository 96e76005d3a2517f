import { describe, expect, it } from 'vitest';
import { parseSecretInput, wrapSecretFields } from '#main/services/secret-fields.ts';
import { fakeVendor } from '../../support/fake-vendor.ts';

const vendor = fakeVendor();

describe('parseSecretInput', () => {
  it('trims the ends of pasted text and leaves out an empty optional field', () => {
    expect(parseSecretInput(vendor, { apiKey: ' key-1\n', tenant: '' })).toEqual({ apiKey: 'key-1' });
  });

  it('names a missing field and where to find it', () => {
    expect(() => parseSecretInput(vendor, { tenant: 't' })).toThrow(
      expect.objectContaining({ message: 'apiKey is missing.', suggestion: 'Under Settings.' }),
    );
  });

  it('names the fields there are when one is unknown', () => {
    expect(() => parseSecretInput(vendor, { apiKey: 'key-1', password: 'p' })).toThrow(
      expect.objectContaining({ code: 'input.invalid', suggestion: 'Its fields: apiKey, tenant.' }),
    );
  });

  it.each(['canary\u0000x', 'canary\u007f', 'canary\nx', 'canäry', 'can', 'canary'.repeat(500)])(
    'refuses %j without repeating it',
    (apiKey) => {
      expect(() => parseSecretInput(vendor, { apiKey })).toThrow(
        expect.objectContaining({ code: 'input.invalid', message: expect.not.stringContaining('can') }),
      );
    },
  );
});

describe('wrapSecretFields', () => {
  it('prints a mask', () => {
    const wrapped = wrapSecretFields({ apiKey: 'canary' });
    expect(JSON.stringify(wrapped)).not.toContain('canary');
    expect(wrapped['apiKey']?.reveal()).toBe('canary');
  });
});
