import { describe, expect, it } from 'vitest';
import { parseBaseUrl, parseSite, placeOf } from '#main/services/connection-place.ts';
import { fakeVendor } from '../../support/fake-vendor.ts';

const invalid = expect.objectContaining({ code: 'input.invalid' });

describe('parseBaseUrl', () => {
  it.each([
    ['https://proxy.example', 'https://proxy.example'],
    ['https://proxy.example/', 'https://proxy.example'],
    ['HTTPS://Proxy.Example:443', 'https://proxy.example'],
    ['https://10.0.0.5:8443', 'https://10.0.0.5:8443'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('takes %s', (text, origin) => {
    expect(parseBaseUrl(text)).toBe(origin);
  });

  it.each([
    'http://proxy.example',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://10.0.0.5',
    'http://127.0.0.1@evil.example',
    'https://proxy.example/api',
    'https://proxy.example/?x=1',
    'https://proxy.example/#x',
    'https://user:password@proxy.example',
    'ftp://proxy.example',
    'file:///etc/passwd',
    'proxy.example',
    'https:proxy.example',
    'https://',
    '',
  ])('refuses %j', (text) => {
    expect(() => parseBaseUrl(text)).toThrow(invalid);
  });

  it('does not repeat a password', () => {
    expect(() => parseBaseUrl('https://user:hunter2@proxy.example')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});

describe('parseSite', () => {
  it('finds a site without regard to case', () => {
    expect(parseSite(fakeVendor(), ' EU ')).toBe('eu');
  });

  it('refuses an unknown one and names the others', () => {
    expect(() => parseSite(fakeVendor(), 'mars')).toThrow(
      expect.objectContaining({ code: 'input.invalid', suggestion: 'One of: us, eu.' }),
    );
  });

  it('refuses any where the vendor has none', () => {
    expect(() => parseSite(fakeVendor({ sites: [] }), 'us')).toThrow(invalid);
  });
});

describe('placeOf', () => {
  it('goes to the base URL before the site before the default', () => {
    const vendor = fakeVendor();
    expect(placeOf(vendor, { site: 'eu', baseUrl: 'http://127.0.0.1:1' })).toEqual({
      origin: 'http://127.0.0.1:1',
      isFixed: true,
    });
    expect(placeOf(vendor, { site: 'eu', baseUrl: null })).toEqual({
      origin: 'https://eu.acme.example',
      isFixed: false,
    });
    expect(placeOf(vendor, { site: null, baseUrl: null })).toEqual({
      origin: 'https://us.acme.example',
      isFixed: false,
    });
  });
});
