import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostileValues } from './hostile-records.ts';

/** A vendor that answers every call with hostile texts. */
export interface HostileVendor {
  readonly url: string;
  /** From now on every call is refused with them, or answered with them as data. */
  setMood(mood: 'answers' | 'refuses'): void;
  close(): Promise<void>;
}

/** Starts one on a port of its own of this machine. */
export async function startHostileVendor(): Promise<HostileVendor> {
  let mood: 'answers' | 'refuses' = 'refuses';
  const texts = hostileValues.filter((text) => text.length < 2_000);
  const message = texts.join(' ').slice(0, 5_000);
  // Keys as well as values are a vendor's words.
  const attributes = Object.fromEntries(texts.map((text) => [text, text]));
  const answers = {
    answers: {
      status: 200,
      body: { data: { id: texts[0], type: texts[1], attributes, items: texts }, meta: { message } },
    },
    refuses: { status: 400, body: { error: { code: message, message }, errors: [{ code: 400, message }] } },
  };
  const server = createServer((request, response) => {
    request.resume();
    const { status, body } = answers[mood];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    setMood: (next) => {
      mood = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
