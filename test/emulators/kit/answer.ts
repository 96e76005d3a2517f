import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import type { RateVerdict } from './rate-limit.ts';
import { type EmulatorReply, type EmulatorRequest, emptyReply, textReply } from './reply.ts';

/** What a vendor supplies so that the shared faults can speak its language. */
export interface VendorVoice {
  /** Answers a request as the vendor does. */
  handle(request: EmulatorRequest): EmulatorReply | Promise<EmulatorReply>;
  /** The vendor's own 429. */
  rateLimited(verdict: RateVerdict, request: EmulatorRequest): EmulatorReply;
  /** The vendor's answer to a key or token that is not good any more. */
  unauthorized(request: EmulatorRequest): EmulatorReply;
  /** The array of records inside a page (the array itself, not a copy); undefined when the value is not a page. */
  records(value: unknown): unknown[] | undefined;
}

/** A gateway's error page, such as proxies and load balancers send. */
export function htmlPage(title: string): string {
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center><hr></body></html>\n`;
}

/**
 * Decides what is answered under a fault; how it travels (cut, dripped, reset) is the delivery's matter.
 * @returns undefined when there is no answer at all (reset before the work is done).
 */
export async function answerUnderFault(
  voice: VendorVoice,
  request: EmulatorRequest,
  fault: Fault | undefined,
): Promise<EmulatorReply | undefined> {
  const handle = async () => voice.handle(request);
  switch (fault?.kind) {
    case 'rateLimited':
      return limitedReply(voice, request, fault);
    case 'htmlError':
      return textReply(fault.status ?? 502, htmlPage(`${fault.status ?? 502} Bad Gateway`), 'text/html');
    case 'status':
      return {
        ...textReply(fault.status, fault.text ?? '', fault.contentType ?? 'text/plain'),
        ...(fault.headers === undefined ? {} : { headers: fault.headers }),
      };
    case 'redirect':
      return { ...textReply(fault.status ?? 302, '', 'text/html'), headers: { location: fault.to } };
    case 'expiredToken':
      return voice.unauthorized(request);
    case 'html200':
      return textReply(200, htmlPage('Sign in to this network'), 'text/html; charset=utf-8');
    case 'emptyBody':
      return emptyReply(fault.status ?? 200);
    case 'malformedJson':
      return { ...(await handle()), text: fault.text ?? '{"data": [{"id": 1,, }' };
    case 'wrongContentType':
      return { ...(await handle()), contentType: fault.contentType };
    case 'malformedRecord':
      return spoilRecord(voice, await handle(), fault);
    case 'custom':
      return fault.run({ request, answer: handle });
    case 'reset':
      return fault.handled === true || fault.afterBytes !== undefined ? handle() : undefined;
    case 'slow': {
      const reply = await handle();
      if (fault.delayMs !== undefined) await sleep(fault.delayMs, undefined, { ref: false });
      return reply;
    }
    case 'huge':
    case 'gzipBomb':
      return { status: 200, contentType: 'application/json' };
    default:
      return handle();
  }
}

function limitedReply(
  voice: VendorVoice,
  request: EmulatorRequest,
  fault: Extract<Fault, { readonly kind: 'rateLimited' }>,
): EmulatorReply {
  const resetMs = (fault.retryAfterSeconds ?? 1) * 1000;
  const reply = voice.rateLimited({ allowed: false, limit: 100, remaining: 0, periodMs: 60_000, resetMs }, request);
  const isHint = (name: string) => fault.withoutHint === true && /retry-?after|reset/i.test(name);
  const own = Object.entries(reply.headers ?? {}).filter(([name]) => !isHint(name));
  return { ...reply, headers: { ...Object.fromEntries(own), ...fault.headers } };
}

function spoilRecord(
  voice: VendorVoice,
  reply: EmulatorReply,
  fault: Extract<Fault, { readonly kind: 'malformedRecord' }>,
): EmulatorReply {
  const value = structuredClone(reply.value);
  const records = voice.records(value);
  const index = fault.index ?? 0;
  if (records === undefined || index >= records.length) return reply;
  const { replacement = { unexpected: true } } = fault;
  records[index] = typeof replacement === 'function' ? replacement(records[index]) : replacement;
  return { ...reply, value };
}
