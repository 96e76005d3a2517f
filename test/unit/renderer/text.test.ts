import { describe, expect, it } from 'vitest';
import { remarkHost } from '../../../src/renderer/src/text/host-remarks.ts';
import { hostToUnicode } from '../../../src/renderer/src/text/punycode.ts';
import {
  formatAge,
  formatMoment,
  formatRelative,
  formatShort,
  shortClock,
  stepDay,
  stepWritten,
} from '../../../src/renderer/src/text/time.ts';
import { initialsOf } from '../../../src/renderer/src/text/words.ts';

describe('hostToUnicode', () => {
  it('reads punycode labels', () => {
    expect(hostToUnicode('xn--mnchen-3ya.example')).toBe('münchen.example');
    expect(hostToUnicode('xn--e1afmkfd.xn--p1ai')).toBe('пример.рф');
    expect(hostToUnicode('xn--fiqs8s')).toBe('中国');
  });

  it('leaves plain hosts and broken labels alone', () => {
    expect(hostToUnicode('evil.example')).toBeUndefined();
    expect(hostToUnicode('xn--a_!.example')).toBeUndefined();
    expect(hostToUnicode(`xn--${'9'.repeat(60)}.example`)).toBeUndefined();
  });
});

describe('remarkHost', () => {
  it('points out mixed scripts and look-alike letters', () => {
    expect(remarkHost('domain', 'xn--pypal-4ve.example')).toEqual({
      unicodeHost: 'pаypal.example',
      remarks: ['mixes Latin and Cyrillic letters', 'international name (punycode)'],
    });
    expect(remarkHost('domain', 'xn--80ak6aa92e.com').remarks).toContain('Cyrillic letters that look Latin');
    expect(remarkHost('domain', 'evil.example')).toEqual({ unicodeHost: undefined, remarks: [] });
  });

  it('points out user parts, address hosts and unusual ports of URLs', () => {
    expect(remarkHost('url', 'https://login.example@203.0.113.5:8443/').remarks).toEqual([
      'has a user part before the host',
      'host is an address, not a name',
      'port 8443 instead of the usual one',
    ]);
    expect(remarkHost('url', 'not a url').remarks).toEqual([]);
  });
});

describe('time', () => {
  const atMs = Date.UTC(2026, 10, 21, 6, 5);

  it('writes UTC without seconds', () => {
    expect(formatMoment(atMs, 'utc')).toBe('2026-11-21 06:05');
    const clock = shortClock(atMs, 'utc');
    expect(formatShort(atMs, clock)).toEqual({ start: '11-21', rest: ' 06:05' });
    expect(formatShort(Date.UTC(2024, 0, 2), clock)).toEqual({ start: '2024-01', rest: '-02' });
  });

  it('shows a number that no date can hold instead of failing', () => {
    expect(formatMoment(9e15, 'utc')).toBe('9000000000000000');
  });

  it('counts ages', () => {
    expect(['40000', '240000', '7200000', '1036800000'].map((age) => formatAge(Number(age)))).toEqual([
      'just now',
      '4 min',
      '2 h',
      '12 d',
    ]);
    expect(formatRelative(atMs + 7_200_000, atMs)).toBe('in 2 h');
  });
});

describe('initialsOf', () => {
  it('takes the capitals of a name, else its first letters', () => {
    expect(['VirusTotal', 'CrowdStrike Falcon', 'Threat Grid', 'Datadog'].map(initialsOf)).toEqual([
      'VT',
      'CS',
      'TG',
      'DA',
    ]);
  });
});

describe('stepWritten', () => {
  const moved = (caret: number, by: number, text = '2026-12-31 23:59') => stepWritten(text, caret, by);

  it('moves the part that the caret stands in, and marks it', () => {
    expect(moved(0, 1)).toEqual({ text: '2027-12-31 23:59', start: 0, end: 4 });
    expect(moved(4, -1)?.text).toBe('2025-12-31 23:59');
    expect(moved(6, -2)).toEqual({ text: '2026-10-31 23:59', start: 5, end: 7 });
    expect(moved(9, 1)).toEqual({ text: '2027-01-01 23:59', start: 8, end: 10 });
    expect(moved(12, 1)).toEqual({ text: '2027-01-01 00:59', start: 11, end: 13 });
    expect(moved(16, 1)).toEqual({ text: '2027-01-01 00:00', start: 14, end: 16 });
  });

  it('completes a day with its minute', () => {
    expect(moved(10, 1, '2026-11-28')?.text).toBe('2026-11-29 00:00');
  });

  it('leaves alone what is no moment, and never makes one of it', () => {
    expect(moved(3, 1, '2026-02-31 10:00')).toBeNull();
    expect(moved(0, 1, '')).toBeNull();
    expect(moved(2, -1, '1970-01-01 00:00')).toBeNull();
    expect(moved(2, 1, '9999-01-01 00:00')).toBeNull();
  });
});

describe('stepDay', () => {
  it('moves the part that the caret stands in, and stays a day', () => {
    expect(stepDay('2026-12-31', 10, 1)).toEqual({ text: '2027-01-01', start: 8, end: 10 });
    expect(stepDay('2026-12-31', 6, -2)).toEqual({ text: '2026-10-31', start: 5, end: 7 });
    expect(stepDay('2026-12-31', 0, 1)).toEqual({ text: '2027-12-31', start: 0, end: 4 });
  });

  it.each(['', '2026-02-31', '31.12.2026', '2026-12-31 23:59'])('leaves alone what is no day: %j', (text) => {
    expect(stepDay(text, 3, 1)).toBeNull();
  });
});
