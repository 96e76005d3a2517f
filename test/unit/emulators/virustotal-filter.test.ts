import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../emulators/virustotal/cursor.ts';
import { compileFilter, type FilterTarget } from '../../emulators/virustotal/filter.ts';
import { nextLink, selfLink } from '../../emulators/virustotal/links.ts';
import { buildSnippet } from '../../emulators/virustotal/snippet.ts';
import { readUrlId, urlToId } from '../../emulators/virustotal/url-id.ts';
import { recordedBody } from './support/shape.ts';

const now = Date.UTC(2026, 10, 20, 12) / 1000;
const at = (text: string) => Date.parse(text) / 1000;

const target: FilterTarget = {
  date: () => at('2026-11-18T10:00:00Z'),
  origin: () => 'hunting',
  entityType: () => 'url',
  entityIds: () => ['ab'.repeat(32), 'https://login.example/x:1'],
  sources: () => [{ id: '17000000001', type: 'hunting_ruleset', label: 'Phishing Kits, new' }],
  tags: () => ['phishing_kits', 'amberheron_landing'],
};

describe('the stream filter', () => {
  it.each([
    '',
    '   ',
    'date:2026-11-18+',
    'date:2026-11-18T10:00:00+',
    'date:2026-11-18T10:00:01-',
    'date:2026-11-01+ date:2026-11-19-',
    'date:3d+',
    'date:24h-',
    'origin:hunting entity_type:url',
    'entity_type:url origin:hunting',
    `entity_id:${'ab'.repeat(32)}`,
    'entity_id:https://login.example/x:1',
    'source_type:hunting_ruleset',
    'source_id:17000000001',
    'source_name:"Phishing Kits, new"',
    'notification_tag:phishing_kits tag:amberheron_landing',
  ])('matches %j', (filter) => {
    expect(compileFilter(filter, now)(target)).toBe(true);
  });

  it.each([
    'date:2026-11-18-',
    'date:2026-11-18T10:00:00-',
    'date:2026-11-19+',
    'date:1d+',
    'origin:subscriptions',
    'origin:hunting entity_type:file',
    'notification_tag:phishing',
    'notification_tag:PHISHING_KITS',
    'source_type:threat_profile',
    'source_name:Phishing',
  ])('does not match %j', (filter) => {
    expect(compileFilter(filter, now)(target)).toBe(false);
  });

  it.each([
    ['origin:notHunting', 'origin "notHunting" is not valid. Valid origins are: hunting,subscriptions'],
    ['entity_type:hash', 'entity_type "hash" is not valid'],
    ['source_type:rule', 'source_type "rule" is not valid'],
    ['date:2026-11-18', 'date "2026-11-18" is not valid'],
    ['date:2026-02-31+', 'date "2026-02-31+" is not valid'],
    ['date:2026-11-18T10:00:00Z+', 'is not valid'],
    ['date:+', 'is not valid'],
    ['colour:red', 'unknown key "colour"'],
    ['phishing', 'Invalid filter: "phishing"'],
    ['source_name:"open', 'Invalid filter'],
    ['origin:', 'Invalid filter'],
  ])('refuses %j', (filter, message) => {
    expect(() => compileFilter(filter, now)).toThrow(message);
  });
});

describe('cursors', () => {
  const context = { seed: 1, issuedAt: now, boundTo: '' };

  it('have the form that the service gives them', () => {
    const cursor = encodeCursor({ date: 1_759_812_848, id: 23_413_588_419 }, context);
    expect(cursor).toMatch(/^eJ[\w-]+=*$/);
    const outer = inflateSync(Buffer.from(cursor, 'base64url')).toString();
    const [payload = '', version, issued, digest] = Buffer.from(outer.slice(1), 'base64').toString().split('||');
    expect(outer.charAt(0)).toBe('|');
    expect([version, issued]).toEqual(['v3', String(now)]);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(Buffer.from(payload, 'base64').toString())).toEqual({
      offset: 0,
      provider: 'DPS',
      sort: [1_759_812_848, '23413588419'],
    });
    // As the recorded one does.
    const recorded = recordedBody('virustotal', '02_ioc_stream_descriptors_url_page.json') as {
      readonly meta: { readonly cursor: string };
    };
    const recordedOuter = inflateSync(Buffer.from(recorded.meta.cursor, 'base64url')).toString();
    const parts = Buffer.from(recordedOuter.slice(1), 'base64').toString().split('||');
    expect(parts).toHaveLength(4);
    expect(Math.abs(cursor.length - recorded.meta.cursor.length)).toBeLessThan(30);
  });

  it('come with and without padding, and both are read', () => {
    const cursors = Array.from({ length: 20 }, (_, n) =>
      encodeCursor({ date: now - n * 977, id: 23_000_000_000 + n }, context),
    );
    for (const [n, cursor] of cursors.entries()) {
      const place = { date: now - n * 977, id: 23_000_000_000 + n };
      expect(decodeCursor(cursor, context)).toEqual(place);
      expect(decodeCursor(cursor.replaceAll('=', ''), context)).toEqual(place);
    }
    expect(new Set(cursors.map((cursor) => cursor.endsWith('=')))).toEqual(new Set([true, false]));
  });

  it.each(['', 'x', 'eJwDAAAAAAE=', 'Ck0KEQoEZGF0ZRIJCLnz1ObJg_0C'])('refuse %j', (text) => {
    expect(() => decodeCursor(text, context)).toThrow('Invalid cursor');
  });

  it('are refused when made elsewhere, or for another query where they are bound', () => {
    const cursor = encodeCursor({ date: now, id: 1 }, { ...context, boundTo: 'date+ a' });
    expect(() => decodeCursor(cursor, { seed: 2, boundTo: 'date+ a' })).toThrow('Invalid cursor');
    expect(() => decodeCursor(cursor, { seed: 1, boundTo: 'date- a' })).toThrow('Invalid cursor');
    expect(decodeCursor(cursor, { seed: 1, boundTo: 'date+ a' })).toEqual({ date: now, id: 1 });
  });
});

describe('links', () => {
  it('are spelled as recorded, each in its own way', () => {
    const query = new URLSearchParams([
      ['limit', '5'],
      ['descriptors_only', 'true'],
      ['filter', 'source_type:hunting_ruleset notification_tag:fuzzy_search_purse'],
    ]);
    const { links, meta } = recordedBody('virustotal', '02_ioc_stream_descriptors_url_page.json') as {
      readonly links: { readonly self: string; readonly next: string };
      readonly meta: { readonly cursor: string };
    };
    const address = 'https://www.virustotal.com/api/v3/ioc_stream';
    expect(selfLink(address, query)).toBe(links.self);
    expect(nextLink(address, query, meta.cursor)).toBe(links.next);
    expect(selfLink(address, new URLSearchParams())).toBe(address);
  });
});

describe('URL ids', () => {
  it('are the digest, also when asked for as base64url of the text', () => {
    const youtube = 'dbae2d0204aa489e234eb2f903a0127b17c712386428cab12b86c5f68aa75867';
    expect(urlToId('https://www.youtube.com/')).toBe(youtube);
    expect(readUrlId('aHR0cHM6Ly93d3cueW91dHViZS5jb20v')).toBe(youtube);
    expect(readUrlId(Buffer.from('https://www.youtube.com').toString('base64url'))).toBe(youtube);
    expect(readUrlId(youtube)).toBe(youtube);
    expect(readUrlId('not an id')).toBeUndefined();
  });
});

describe('snippets', () => {
  it('mark the same bytes in both columns', () => {
    for (let index = 0; index < 40; index += 1) {
      const snippet = buildSnippet('HeronLoader', { seed: 1, index });
      const rows = snippet.replace('\n\n...', '').split('\n');
      const marked = rows.map((row) =>
        [...row.matchAll(/\*begin_highlight\*(.*?)\*end_highlight\*/g)].map(([, text]) => text),
      );
      const text = marked.map((pair) => pair[1] ?? '').join('');
      const hex = marked.map((pair) => pair[0] ?? '').join(' ');
      expect(text).toBe('HeronLoader');
      expect(Buffer.from(hex.replaceAll(' ', ''), 'hex').toString()).toBe('HeronLoader');
      const plain = rows.map((row) => row.replaceAll(/\*(begin|end)_highlight\*/g, ''));
      for (const row of plain.slice(0, -1)) expect(row).toMatch(/^([0-9A-F]{2} ){15}[0-9A-F]{2} {2}.{16}$/);
    }
  });
});
