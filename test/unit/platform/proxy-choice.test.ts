import { describe, expect, it } from 'vitest';
import { chooseProxy, describeSystemProxy } from '#main/platform/http/proxy-choice.ts';
import { buildTarget } from '#main/platform/http/target.ts';
import type { ProxyRules } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';

const system: ProxyRules = { mode: 'system', origin: null, bypass: [], includesLoopback: false, login: null };
const manual: ProxyRules = { ...system, mode: 'manual', origin: 'http://proxy.example:3128' };

function choose(origin: string, proxy: ProxyRules, environment: NodeJS.ProcessEnv = {}) {
  return chooseProxy({ proxy, authorities: [] }, environment, buildTarget({ origin, path: '/', query: [] }));
}

describe('the proxy of a call', () => {
  it.each([
    ['HTTPS_PROXY', { HTTPS_PROXY: 'http://p.example:1' }, 'p.example:1'],
    [
      'the lower case one before it',
      { https_proxy: 'http://a.example:1', HTTPS_PROXY: 'http://b.example:1' },
      'a.example:1',
    ],
    ['HTTP_PROXY where there is no other', { HTTP_PROXY: 'http://p.example:1' }, 'p.example:1'],
    ['a host and a port alone', { HTTPS_PROXY: 'p.example:8080' }, 'p.example:8080'],
    ['nothing', {}, undefined],
  ])('is what the system says: %s', (_name, environment, host) => {
    expect(choose('https://api.vendor.test', system, environment)?.host).toBe(host);
  });

  it.each([
    ['*', true],
    ['vendor.test', true],
    ['.vendor.test', true],
    ['*.vendor.test', true],
    ['api.vendor.test:443', true],
    ['other.test, api.vendor.test', true],
    ['api.vendor.test:8443', false],
    ['endor.test', false],
    ['10.0.0.0/8', false],
    ['', false],
  ])('is left out for NO_PROXY=%s: %s', (noProxy, isLeftOut) => {
    const environment = { HTTPS_PROXY: 'http://p.example:1', NO_PROXY: noProxy };
    expect(choose('https://api.vendor.test', system, environment) === null).toBe(isLeftOut);
  });

  it.each([
    ['https://10.1.2.3', '10.0.0.0/8', true],
    ['https://11.1.2.3', '10.0.0.0/8', false],
    ['https://10.1.2.3', '10.1.2.3', true],
    ['https://[fd00::1]', 'fd00::/8', true],
    ['https://[fd00::1]', 'fd00::1', true],
    ['https://[fe80::1]', 'fd00::/8', false],
    ['https://10.1.2.3', '10.0.0.0/99', false],
  ])('knows networks: %s under %s', (origin, entry, isLeftOut) => {
    expect(choose(origin, { ...manual, bypass: [entry] }) === null).toBe(isLeftOut);
  });

  it('is the one of the settings before the one of the system, and none where none is wanted', () => {
    const environment = { HTTPS_PROXY: 'http://p.example:1' };
    expect(choose('https://api.vendor.test', manual, environment)?.host).toBe('proxy.example:3128');
    expect(choose('https://api.vendor.test', { ...system, mode: 'none' }, environment)).toBeNull();
  });

  it('is none for this machine, unless it is asked for', () => {
    const environment = { HTTPS_PROXY: 'http://p.example:1' };
    expect(choose('http://127.0.0.1:8080', system, environment)).toBeNull();
    expect(choose('http://127.0.0.1:8080', manual)).toBeNull();
    expect(choose('http://127.0.0.1:8080', { ...manual, includesLoopback: true })?.host).toBe('proxy.example:3128');
  });

  it('carries the login as a secret', () => {
    const token = choose('https://api.vendor.test', { ...manual, login: new Secret('ada:word') })?.token;
    expect(token?.reveal()).toBe(`Basic ${Buffer.from('ada:word').toString('base64')}`);
    const environment = { HTTPS_PROXY: 'http://ada:w%40rd%@p.example:1' };
    expect(choose('https://api.vendor.test', system, environment)?.token?.reveal()).toContain('Basic ');
  });

  it('is shown without its login', () => {
    expect(describeSystemProxy({ HTTPS_PROXY: 'http://ada:word@p.example:1' })).toBe('http://p.example:1');
    expect(describeSystemProxy({ HTTPS_PROXY: 'http://[' })).toBe('not a valid address');
    expect(describeSystemProxy({})).toBeNull();
  });
});
