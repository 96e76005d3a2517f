import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ask, client, during, failureOf, tidyUpAfterEach } from './support/http.ts';
import { startHttp, startRaw } from './support/servers.ts';

tidyUpAfterEach();

describe('attack: a host that keeps us waiting', () => {
  it('no headers', async () => {
    const server = await during(startHttp(() => undefined));
    const error = await failureOf(ask(client({ limits: { headersMs: 200 } }), server.origin));
    expect(error).toMatchObject({ code: 'network.timeout', retryable: true });
  });

  it('silence inside a body', async () => {
    const server = await during(startHttp((_request, response) => response.write('{"data":[')));
    const error = await failureOf(ask(client({ limits: { silenceMs: 200 } }), server.origin));
    expect(error.code).toBe('network.timeout');
  });

  it('a body that drips', async () => {
    const server = await during(
      startHttp((_request, response) => {
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(timer));
      }),
    );
    const error = await failureOf(ask(client({ limits: { paceWindowMs: 300 } }), server.origin));
    expect(error.code).toBe('network.timeout');
    expect(error.message).toContain('too slowly');
  });

  it.each([
    ['', undefined],
    [', and could be cancelled', new AbortController().signal],
  ])('a call that never comes to its end, though it moves%s', async (_what, signal) => {
    const block = Buffer.alloc(1_024, 'a');
    const server = await during(
      startHttp((_request, response) => {
        const timer = setInterval(() => response.write(block), 10);
        response.on('close', () => clearInterval(timer));
      }),
    );
    const change = signal === undefined ? {} : { signal };
    const error = await failureOf(ask(client({ limits: { wholeCallMs: 300 } }), server.origin, change));
    expect(error.code).toBe('network.timeout');
    expect(error.message).toContain('too long');
  });
});

it('attack: an answer that is taken in pieces and never comes to its end, though it moves', async () => {
  const block = Buffer.alloc(1_024, 'a');
  const server = await during(
    startHttp((_request, response) => {
      const timer = setInterval(() => response.write(block), 10);
      response.on('close', () => clearInterval(timer));
    }),
  );
  const request = { method: 'GET', origin: server.origin, path: '/api/records', query: [], headers: {} } as const;
  let met: unknown;
  const taking = {
    limitBytes: 1_000_000_000,
    limitMs: 300,
    take: async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
      try {
        for await (const chunk of chunks) expect(chunk.byteLength).toBeGreaterThan(0);
      } catch (error) {
        met = error;
        throw error;
      }
    },
  };
  const error = await failureOf(client().receive(request, taking));
  expect(error).toMatchObject({ code: 'network.timeout', message: expect.stringContaining('too long') });
  // Whoever takes it is told in the same words, not in those of a socket.
  expect(met).toMatchObject({ code: 'network.timeout' });
});

describe('hosts that are not there', () => {
  it('a port where nobody listens', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    await new Promise((resolve) => server.close(resolve));
    const error = await failureOf(ask(client(), `http://127.0.0.1:${port}`));
    expect(error.code).toBe('network.offline');
    expect(error.message).toBe(`127.0.0.1:${port} refuses connections.`);
  });

  it('a name that does not exist', async () => {
    const error = await failureOf(ask(client(), 'https://no-such-host.invalid'));
    expect(error.code).toBe('network.offline');
    expect(error.message).toContain('no-such-host.invalid');
  });
});

describe('cancelling', () => {
  it('before anything is sent', async () => {
    const server = await during(startHttp((_request, response) => response.end('{}')));
    const error = await failureOf(ask(client(), server.origin, { signal: AbortSignal.abort() }));
    expect(error.code).toBe('internal.cancelled');
    expect(server.seen).toEqual([]);
  });

  it('before there is a connection: none is made', async () => {
    const server = createServer((socket) => socket.destroy());
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const origin = `http://127.0.0.1:${port}`;
    const error = await failureOf(ask(client(), origin, { signal: AbortSignal.abort() }));
    expect(error.code).toBe('internal.cancelled');
    // One that was begun before is accepted before.
    await failureOf(ask(client(), origin));
    expect(connections).toBe(1);
    await new Promise((resolve) => server.close(resolve));
  });

  it('while the answer is awaited', async () => {
    const controller = new AbortController();
    const server = await during(startHttp(() => controller.abort()));
    const error = await failureOf(ask(client(), server.origin, { signal: controller.signal }));
    expect(error.code).toBe('internal.cancelled');
  });

  it('inside the body, which also ends the connection', async () => {
    const controller = new AbortController();
    let ended = (): void => undefined;
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const server = await during(
      startRaw((socket) => {
        socket.on('close', () => ended());
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data":[', () => {
          setTimeout(() => controller.abort(), 50);
        });
      }),
    );
    const error = await failureOf(ask(client(), server.origin, { signal: controller.signal }));
    expect(error.code).toBe('internal.cancelled');
    await end;
  });
});
