import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A place where releases lie, on this machine. */
export interface ReleaseServer {
  readonly origin: string;
  /** What lies there by the end of its path: bytes, or somebody who answers. What is not there is 404. */
  readonly files: Map<string, Uint8Array | RequestListener>;
  /** Request lines and headers as they arrived. */
  readonly asked: string[];
  /** Sockets that were opened, whatever came through them. */
  connections(): number;
  stop(): Promise<void>;
}

/** Starts one that holds nothing yet. */
export async function startReleaseServer(): Promise<ReleaseServer> {
  const files: ReleaseServer['files'] = new Map();
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let opened = 0;
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}`);
    response.on('error', () => undefined);
    const file = files.get(request.url?.replace('/sightline/', '') ?? '');
    if (typeof file === 'function') file(request, response);
    else response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  server.on('connection', (socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A TCP server's address is always an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    files,
    asked,
    connections: () => opened,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
