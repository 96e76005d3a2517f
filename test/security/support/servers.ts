import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TlsOptions } from 'node:tls';

/** A server on the loopback interface that remembers what reached it. */
export interface ScriptedServer {
  readonly origin: string;
  readonly port: number;
  /** Request lines and headers as they arrived. */
  readonly seen: string[];
  stop(): Promise<void>;
}

/** An HTTP server that answers with the given function. */
export function startHttp(listener: RequestListener): Promise<ScriptedServer> {
  const seen: string[] = [];
  return listen(createHttpServer(remember(listener, seen)), 'http', seen);
}

/** The same behind TLS. */
export function startHttps(tls: TlsOptions, listener: RequestListener): Promise<ScriptedServer> {
  const seen: string[] = [];
  return listen(createHttpsServer(tls, remember(listener, seen)), 'https', seen);
}

/** A bare socket: says what an HTTP library would not. The function is called once the request's headers are there. */
export function startRaw(answer: (socket: Socket) => void): Promise<ScriptedServer> {
  const seen: string[] = [];
  const server = createTcpServer((socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      seen.push(text);
      text = '';
      answer(socket);
    });
  });
  return listen(server, 'http', seen);
}

/** A proxy that hands each tunnel that is asked for to the given function, with request line and headers. */
export function startProxy(open: (socket: Duplex, asked: string) => void): Promise<ScriptedServer> {
  const seen: string[] = [];
  const server = createHttpServer(remember((_request, response) => response.end(), seen));
  server.on('connect', (request, socket) => {
    socket.on('error', () => undefined);
    const asked = `CONNECT ${request.url}\n${request.rawHeaders.join('\n')}`;
    seen.push(asked);
    open(socket, asked);
  });
  return listen(server, 'http', seen);
}

function remember(listener: RequestListener, seen: string[]): RequestListener {
  return (request, response) => {
    seen.push(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}`);
    response.on('error', () => undefined);
    listener(request, response);
  };
}

function listen(server: Server | TcpServer, scheme: string, seen: string[]): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      // A TCP server's address is always an AddressInfo.
      const { port } = server.address() as AddressInfo;
      resolve({
        origin: `${scheme}://127.0.0.1:${port}`,
        port,
        seen,
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}
