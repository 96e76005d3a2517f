import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip, gzipSync } from 'node:zlib';
import type { Fault } from './faults.ts';
import { bodyText, type EmulatorReply } from './reply.ts';

const mebibyte = 1024 * 1024;

/** Sends the answer, or what the fault makes of it on the wire. A client that hangs up in between is not an error. */
export async function deliver(response: ServerResponse, reply: EmulatorReply, fault: Fault | undefined): Promise<void> {
  const headers = headersOf(reply);
  response.on('error', () => response.destroy());
  switch (fault?.kind) {
    case 'huge':
      response.writeHead(reply.status, headers);
      return writeLong(response, fault.bytes ?? 80 * mebibyte);
    case 'gzipBomb': {
      response.writeHead(reply.status, { ...headers, 'content-encoding': 'gzip' });
      const gzip = createGzip({ level: 6 });
      gzip.pipe(response);
      response.on('close', () => gzip.destroy());
      return writeLong(gzip, fault.bytes ?? 200 * mebibyte);
    }
    case 'gzip': {
      const packed = gzipSync(bodyText(reply));
      return sendWhole(response, reply.status, { ...headers, 'content-encoding': 'gzip' }, packed);
    }
    case 'truncated':
      return sendCut(response, reply, fault);
    case 'reset':
      return sendThenReset(response, reply, fault.afterBytes);
    case 'slow':
      if (fault.drip !== undefined) return sendDripped(response, reply, fault.drip);
      break;
    default:
      break;
  }
  return sendWhole(response, reply.status, headers, Buffer.from(bodyText(reply)));
}

function headersOf(reply: EmulatorReply): Record<string, string> {
  return {
    ...(reply.contentType === undefined ? {} : { 'content-type': reply.contentType }),
    ...reply.headers,
  };
}

function sendWhole(response: ServerResponse, status: number, headers: Record<string, string>, body: Buffer): void {
  response.writeHead(status, { ...headers, 'content-length': String(body.length) });
  response.end(body);
}

async function sendCut(
  response: ServerResponse,
  reply: EmulatorReply,
  fault: Extract<Fault, { readonly kind: 'truncated' }>,
): Promise<void> {
  const body = Buffer.from(bodyText(reply));
  const cut = body.subarray(0, fault.keepBytes ?? Math.floor(body.length / 2));
  if (fault.quietly === true) return sendWhole(response, reply.status, headersOf(reply), cut);
  response.writeHead(reply.status, { ...headersOf(reply), 'content-length': String(body.length) });
  await flush(response, cut);
  response.destroy();
}

async function sendThenReset(response: ServerResponse, reply: EmulatorReply, afterBytes = 0): Promise<void> {
  if (afterBytes > 0) {
    const body = Buffer.from(bodyText(reply));
    response.writeHead(reply.status, { ...headersOf(reply), 'content-length': String(body.length) });
    await flush(response, body.subarray(0, afterBytes));
  }
  response.socket?.resetAndDestroy();
}

async function sendDripped(
  response: ServerResponse,
  reply: EmulatorReply,
  drip: { readonly bytes: number; readonly everyMs: number },
): Promise<void> {
  const body = Buffer.from(bodyText(reply));
  response.writeHead(reply.status, { ...headersOf(reply), 'content-length': String(body.length) });
  for (let from = 0; from < body.length && !response.destroyed; from += drip.bytes) {
    await flush(response, body.subarray(from, from + drip.bytes));
    await sleep(drip.everyMs, undefined, { ref: false });
  }
  response.end();
}

function flush(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve();
    else response.write(bytes, () => resolve());
  });
}

/** Writes a valid JSON string of so many bytes, waiting whenever the reader is slower. */
async function writeLong(
  target: NodeJS.WritableStream & { readonly destroyed?: boolean },
  bytes: number,
): Promise<void> {
  const block = Buffer.alloc(mebibyte, 'a');
  target.write('{"data":"');
  for (let left = bytes; left > 0 && target.destroyed !== true; left -= block.length) {
    const more = target.write(left >= block.length ? block : block.subarray(0, left));
    if (!more) await untilRead(target);
  }
  if (target.destroyed !== true) target.end('"}');
}

/** Until there is room again, or nobody reads any more. Takes the listeners of what did not happen off again. */
async function untilRead(target: NodeJS.WritableStream): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(target, 'drain', { signal }), once(target, 'close', { signal })]);
  } finally {
    waiting.abort();
  }
}
