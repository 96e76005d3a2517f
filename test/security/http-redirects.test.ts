import { describe, expect, it } from 'vitest';
import { ask, canary, client, during, failureOf, tidyUpAfterEach } from './support/http.ts';
import { startHttp } from './support/servers.ts';

tidyUpAfterEach();

describe('attack: a vendor host sends us, with our secret, to another host', () => {
  it.each([300, 301, 302, 303, 307, 308])(
    'a %i is refused, named, and the second host hears nothing',
    async (status) => {
      const second = await during(startHttp((_request, response) => response.end('{}')));
      const first = await during(
        startHttp((_request, response) => {
          response.writeHead(status, { location: `${second.origin}/steal?${canary}` });
          response.end();
        }),
      );
      const error = await failureOf(ask(client(), first.origin));
      expect(error.code).toBe('vendor.badResponse');
      expect(error.message).toContain(`127.0.0.1:${second.port}`);
      expect(first.seen).toHaveLength(1);
      expect(second.seen).toEqual([]);
    },
  );

  it('a redirect to an address that is none is refused as well', async () => {
    const server = await during(
      startHttp((_request, response) => {
        response.writeHead(302, { location: 'http://' });
        response.end();
      }),
    );
    expect((await failureOf(ask(client(), server.origin))).code).toBe('vendor.badResponse');
  });

  it('a redirect can be looked at, never followed', async () => {
    const second = await during(startHttp((_request, response) => response.end('{}')));
    const first = await during(
      startHttp((_request, response) => {
        response.writeHead(308, { location: second.origin, 'x-cs-region': 'eu-1' });
        response.end('moved');
      }),
    );
    const answer = await ask(client(), first.origin, { redirect: 'return' });
    expect(answer.status).toBe(308);
    expect(answer.headers['x-cs-region']).toBe('eu-1');
    expect(second.seen).toEqual([]);
  });
});

describe('attack: the address of a request leads away from its origin', () => {
  it.each([
    'http://api.vendor.test',
    'ftp://127.0.0.1',
    'https://user:pw@api.vendor.test',
    'http://user:pw@api.vendor.test',
    'https://api.vendor.test/',
    'x',
  ])('the origin %s is refused, by its host at most', async (origin) => {
    const { code, message } = await failureOf(ask(client(), origin));
    expect(code).toBe('input.invalid');
    expect(message).not.toMatch(/user|pw/);
  });

  it.each([
    '//evil.test/x',
    '/\\evil.test',
    '/a/../b',
    '/a/%2e%2e/b',
    '/a?b=c',
    '/a#b',
    '/a b',
    'a',
    '',
    '/a\r\nx: y',
    '@evil.test/x',
    '.evil.test/x',
    ':1/x',
    'http://evil.test/x',
    '///evil.test/x',
    '/%2e/x',
    '/ä',
  ])('the path %j is refused before anything is sent', async (path) => {
    const server = await during(startHttp((_request, response) => response.end('{}')));
    expect((await failureOf(ask(client(), server.origin, { path }))).code).toBe('input.invalid');
    expect(server.seen).toEqual([]);
  });

  it('parameters are encoded, so that none can add another', async () => {
    const server = await during(startHttp((_request, response) => response.end('{}')));
    const query = [
      ['sort[column]', 'a&b=c#d'],
      ['filter', "x:>'1'+y"],
      ['half', '\ud800'],
    ] as const;
    await ask(client(), server.origin, { query });
    const [line] = (server.seen[0] ?? '').split('\n');
    expect(line).toBe("GET /api/records?sort%5Bcolumn%5D=a%26b%3Dc%23d&filter=x%3A%3E'1'%2By&half=%EF%BF%BD");
  });

  it('a secret with a line break cannot add a header', async () => {
    const server = await during(startHttp((_request, response) => response.end('{}')));
    const error = await failureOf(ask(client(), server.origin, { headers: { 'x-apikey': `${canary}\r\nx-more: 1` } }));
    expect(error.code).toBe('credential.rejected');
    expect(server.seen).toEqual([]);
  });
});
