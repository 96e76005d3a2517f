import { describe, expect, it } from 'vitest';
import type { FieldValue } from '../../emulators/crowdstrike/fields.ts';
import { compileFql } from '../../emulators/crowdstrike/fql-match.ts';
import { parseFql } from '../../emulators/crowdstrike/fql-parser.ts';
import { formatInstant, parseInstant } from '../../emulators/crowdstrike/instants.ts';

const now = parseInstant('2026-11-20T12:00:00Z') ?? 0n;

const record: Readonly<Record<string, FieldValue>> = {
  type: 'domain',
  value: 'login.bank-verify.example',
  action: 'detect',
  severity: 'high',
  severity_number: 70,
  platforms: ['windows', 'mac'],
  tags: [],
  source: 'Passive DNS',
  deleted: false,
  expiration: null,
  'metadata.av_hits': -1,
  created_on: parseInstant('2026-11-15T10:20:30.5Z') ?? 0n,
  modified_on: parseInstant('2026-11-19T08:00:00.123456789Z') ?? 0n,
};

function matches(filter: string): boolean {
  return compileFql(parseFql(filter), now)((name) => record[name] ?? null);
}

describe('FQL', () => {
  it.each([
    `type:'domain'`,
    `type:"domain"`,
    `type:['domain']`,
    `type:['md5','domain']`,
    `type: 'domain'`,
    `action:!'allow'`,
    `!action:'allow'`,
    `value:*'*bank*'`,
    `value:*bank*`,
    `value:login.bank-verify.example`,
    `source:~'passive dns'`,
    `source:~"PASSIVEDNS"`,
    `source:!~'sandbox'`,
    `platforms:'mac'`,
    `platforms:!'linux'`,
    `deleted:false`,
    `deleted: false`,
    `expiration:null`,
    `tags:null`,
    `severity_number:>=70`,
    `severity_number:=<70`,
    `metadata.av_hits:<0`,
    `metadata.av_hits:-1`,
    `modified_on:>'2026-11-19T08:00:00.123456788Z'`,
    `modified_on:'2026'`,
    `modified_on:'2026-11'`,
    `modified_on:<='2026-11-19'`,
    `modified_on:>'2026-11-18'`,
    `modified_on:'2026-11-19T08'`,
    `created_on:>='now-7d'+created_on:<'now-24h'`,
    `(created_on:>='2026-11-15'+created_on:<='2026-11-16')`,
    `type:'md5',type:'domain'+action:'detect'`,
    `type:'domain'+(action:'allow',action:'detect')`,
  ])('matches %s', (filter) => {
    expect(matches(filter)).toBe(true);
  });

  it.each([
    `type:'Domain'`,
    `type:!'domain'`,
    `type:!['md5','domain']`,
    `value:*'bank*'`,
    `value:*'*bank'`,
    `modified_on:>'2026-11-19T08:00:00.123456789Z'`,
    `modified_on:>'2026-11-19'`,
    `modified_on:<'2026-11-19'`,
    `modified_on:'2025'`,
    `created_on:>'now-24h'`,
    `expiration:>'2020-01-01'`,
    `type:'md5'+action:'allow'+deleted:true`,
    `(type:'domain',type:'md5')+action:'allow'`,
  ])('does not match %s', (filter) => {
    expect(matches(filter)).toBe(false);
  });

  it('binds + tighter than ,', () => {
    expect(matches(`type:'domain',type:'md5'+deleted:true`)).toBe(true);
    expect(matches(`(type:'domain',type:'md5')+deleted:true`)).toBe(false);
  });

  it.each([
    ['type', "':' expected"],
    [`type:'domain`, 'missing closing quote'],
    [`(type:'domain'`, "')' expected"],
    [`type:'domain'+`, 'property name expected'],
    [`type:'domain' deleted:true`, 'unexpected text'],
    [`TYPE:'domain'`, 'property name expected'],
    ['type:', 'value expected'],
    [`colour:'red'`, "unknown property 'colour'"],
    [`modified_on:>'2026-02-31'`, 'does not fit'],
    [`deleted:'perhaps'`, 'does not fit'],
    [`severity_number:>'many'`, 'does not fit'],
    [`__proto__:'x'`, "unknown property '__proto__'"],
    [Array.from({ length: 21 }, () => `type:'domain'`).join('+'), 'more than 20 properties'],
  ])('refuses %s', (filter, reason) => {
    expect(() => matches(filter)).toThrow(reason);
  });
});

describe('instants', () => {
  it.each([
    '2025-02-03T10:04:18.39565409Z',
    '2023-12-20T15:23:16.135988021Z',
    '2022-02-16T11:41:01Z',
    '1969-12-31T23:59:59Z',
  ])('keep %s', (text) => {
    const instant = parseInstant(text);
    expect(instant === undefined ? undefined : formatInstant(instant)).toBe(text);
  });

  it.each(['2026-02-31T00:00:00Z', '2026-01-01T25:00:00Z', '2026-01-01', 'yesterday', ''])('refuse %s', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
