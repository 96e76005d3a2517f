import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ask, client, during, failureOf, tidyUpAfterEach } from './support/http.ts';
import { type ScriptedServer, startHttp, startRaw } from './support/servers.ts';

tidyUpAfterEach();

const mebibyte = 1024 * 1024;

/** A server that sends one body under a content encoding. */
function serving(body: Uint8Array | string, encoding?: string | string[]): Promise<ScriptedServer> {
  return during(
    startHttp((_request, response) => {
      if (encoding !== undefined) response.setHeader('content-encoding', encoding);
      response.end(body);
    }),
  );
}

function textOf({ body }: { readonly body: Uint8Array }): string {
  return new TextDecoder().decode(body);
}

describe('bodies that are as they should be', () => {
  it.each([undefined, 'identity', ''])('plain, content-encoding %j', async (encoding) => {
    const server = await serving('{"a":1}', encoding);
    expect(textOf(await ask(client(), server.origin))).toBe('{"a":1}');
    expect(server.seen[0]).toContain('accept-encoding\ngzip');
  });

  it.each(['gzip', 'GZIP', 'x-gzip'])('one layer of %s', async (encoding) => {
    const text = JSON.stringify(Array.from({ length: 5_000 }, (_, index) => ({ index })));
    const server = await serving(gzipSync(text), encoding);
    expect(textOf(await ask(client(), server.origin))).toBe(text);
  });

  it('the answer owns its memory, so that it can be handed to another thread', async () => {
    const server = await serving('{"a":1}');
    const { body } = await ask(client(), server.origin);
    expect(body.buffer.byteLength).toBe(body.byteLength);
  });

  it('an empty body is an empty answer', async () => {
    const server = await serving('');
    expect((await ask(client(), server.origin)).body).toHaveLength(0);
  });
});

describe('attack: an answer that eats memory', () => {
  it('a gzip bomb is cut off while it unpacks', async () => {
    let sentBytes = 0;
    const server = await during(
      startHttp((_request, response) => {
        response.setHeader('content-encoding', 'gzip');
        const gzip = createGzip();
        gzip.pipe(response);
        response.on('close', () => gzip.destroy());
        const block = Buffer.alloc(mebibyte);
        const pump = (): void => {
          if (gzip.destroyed || sentBytes > 512 * mebibyte) return;
          sentBytes += block.length;
          gzip.write(block, pump);
        };
        pump();
      }),
    );
    const before = process.memoryUsage().rss;
    const error = await failureOf(ask(client(), server.origin));
    expect(error.code).toBe('vendor.badResponse');
    expect(error.message).toContain('too large');
    expect(error.retryable).toBe(false);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * mebibyte);
  });

  it('a body that unpacks to 1,000 times its size, though within the limit', async () => {
    const server = await serving(gzipSync(Buffer.alloc(20 * mebibyte)), 'gzip');
    expect((await failureOf(ask(client(), server.origin))).message).toContain('too large');
  });

  it('a body that unpacks within the ratio but beyond the limit', async () => {
    const noise = Buffer.from(Array.from({ length: 3 * mebibyte }, (_, index) => (index * 2_654_435_761) % 251));
    const server = await serving(gzipSync(noise), 'gzip');
    const limits = { decodedBytes: 2 * mebibyte, ratio: 1_000_000 };
    expect((await failureOf(ask(client({ limits }), server.origin))).message).toContain('too large');
  });

  it('an endless body, whatever its announced length', async () => {
    const server = await during(
      startHttp((_request, response) => {
        const block = Buffer.alloc(64 * 1024, 'a');
        const pump = (): void => {
          if (!response.destroyed) response.write(block, pump);
        };
        pump();
      }),
    );
    const limits = { wireBytes: mebibyte };
    expect((await failureOf(ask(client({ limits }), server.origin))).message).toContain('too large');
  });

  it('a body that is too long on its way, though not beyond the limit for what is unpacked', async () => {
    const server = await during(
      startHttp((_request, response) => {
        response.write(Buffer.alloc(mebibyte, 'a'));
        response.end(Buffer.alloc(mebibyte, 'a'));
      }),
    );
    const limits = { wireBytes: mebibyte, decodedBytes: 4 * mebibyte };
    expect((await failureOf(ask(client({ limits }), server.origin))).message).toContain('too large');
  });

  it('a body that announces too much is not even read', async () => {
    const server = await during(
      startHttp((_request, response) => {
        response.setHeader('content-length', String(1_000 * mebibyte));
        response.write('[');
      }),
    );
    expect((await failureOf(ask(client(), server.origin))).message).toContain('too large');
  });

  it('a flood of headers', async () => {
    const server = await during(
      startRaw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const line = `x-flood: ${'a'.repeat(1_000)}\r\n`;
        socket.write(line.repeat(64));
      }),
    );
    const error = await failureOf(ask(client(), server.origin));
    expect(error.code).toBe('vendor.badResponse');
    expect(error.message).toContain('headers');
  });
});

describe('attack: an encoding that was not asked for', () => {
  it.each([
    ['br', brotliCompressSync('{}')],
    ['deflate', deflateSync('{}')],
    ['zstd', Buffer.from('{}')],
    ['gzip, gzip', gzipSync(gzipSync('{}'))],
    ['br, gzip', gzipSync(brotliCompressSync('{}'))],
    ['unheard-of', Buffer.from('{}')],
  ])('%s is refused', async (encoding, body) => {
    const server = await serving(body, encoding);
    expect((await failureOf(ask(client(), server.origin))).code).toBe('vendor.badResponse');
  });

  it('two headers that stack encodings are refused', async () => {
    const server = await serving(gzipSync(gzipSync('{}')), ['gzip', 'gzip']);
    expect((await failureOf(ask(client(), server.origin))).code).toBe('vendor.badResponse');
  });
});

describe('transfers that break', () => {
  it.each([
    ['a length that is not reached', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data":['],
    ['chunks without an end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{"data":[\r\n'],
  ])('%s is a broken transfer', async (_name, text) => {
    const server = await during(startRaw((socket) => socket.end(text)));
    const error = await failureOf(ask(client(), server.origin));
    expect(error).toMatchObject({ code: 'vendor.badResponse', retryable: true });
    expect(error.message).toContain('broke off');
  });

  it('a connection that is reset before the answer', async () => {
    const server = await during(startRaw((socket) => socket.resetAndDestroy()));
    const error = await failureOf(ask(client(), server.origin));
    expect(error).toMatchObject({ code: 'network.offline', retryable: true });
  });

  it('a connection that is reset inside the answer', async () => {
    const server = await during(
      startRaw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data":[', () => {
          setTimeout(() => socket.resetAndDestroy(), 50);
        });
      }),
    );
    expect(await failureOf(ask(client(), server.origin))).toMatchObject({
      code: 'vendor.badResponse',
      retryable: true,
    });
  });

  it.each([
    ['cut', gzipSync('{"a":1}'.repeat(1_000)).subarray(0, 40)],
    ['damaged', Buffer.from('this is not gzip')],
  ])('%s gzip', async (_name, body) => {
    const server = await serving(body, 'gzip');
    expect(await failureOf(ask(client(), server.origin))).toMatchObject({
      code: 'vendor.badResponse',
      retryable: true,
    });
  });

  it('something that is not HTTP', async () => {
    const server = await during(startRaw((socket) => socket.end('220 mail.test ESMTP\r\n')));
    expect((await failureOf(ask(client(), server.origin))).code).toBe('vendor.badResponse');
  });
});
