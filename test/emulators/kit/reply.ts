import type { IncomingHttpHeaders } from 'node:http';

/** One request as a vendor's handler sees it. */
export interface EmulatorRequest {
  /** Upper case. */
  readonly method: string;
  /** Percent-encoded path without the query. */
  readonly path: string;
  /** Decoded parameters; `+` has become a space, as in a form. */
  readonly query: URLSearchParams;
  /** The query exactly as it was sent, without `?`. */
  readonly rawQuery: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One answer. Exactly one of `value` (sent as JSON) and `text` is meant to be given; with neither the body is empty. */
export interface EmulatorReply {
  readonly status: number;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly value?: unknown;
  readonly text?: string;
}

/** Everything about a JSON answer except status and value. */
export interface JsonReplyOptions {
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with a JSON body; the media type is `application/json` unless given. */
export function jsonReply(status: number, value: unknown, options: JsonReplyOptions = {}): EmulatorReply {
  return {
    status,
    value,
    contentType: options.contentType ?? 'application/json',
    ...(options.headers === undefined ? {} : { headers: options.headers }),
  };
}

/** An answer with a text body of the given media type. */
export function textReply(status: number, text: string, contentType = 'text/plain; charset=utf-8'): EmulatorReply {
  return { status, text, contentType };
}

/** An answer without a body. */
export function emptyReply(status: number): EmulatorReply {
  return { status };
}

/** The body as it goes onto the wire. */
export function bodyText(reply: EmulatorReply): string {
  if (reply.text !== undefined) return reply.text;
  return reply.value === undefined ? '' : JSON.stringify(reply.value);
}

/** One header's value; several values are joined as Node does. Undefined when it was not sent. */
export function headerOf(request: EmulatorRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The JSON body, or undefined when it is not JSON. */
export function parseBody(request: EmulatorRequest): unknown {
  try {
    return JSON.parse(request.body);
  } catch {
    return undefined;
  }
}

/** A plain object to read members from, or undefined when the value is none. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as Readonly<Record<string, unknown>>; // checked on the line above
}
