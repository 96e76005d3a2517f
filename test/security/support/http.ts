import { inspect } from 'node:util';
import { afterEach } from 'vitest';
import { createUndiciHttpClient, type HttpClientOptions } from '#main/platform/undici-http-client.ts';
import type { HttpAnswer, HttpClient, HttpReceiver, HttpRequest } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ScriptedServer } from './servers.ts';

/** A text that must not turn up anywhere but at the vendor. */
export const canary = 'canary-5f3a9c7e21';

const cleanUps: (() => Promise<void>)[] = [];

/** Closes clients and servers after each test. */
export function tidyUpAfterEach(): void {
  afterEach(async () => {
    await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()));
  });
}

/** Keeps a server for the length of a test. */
export async function during(starting: Promise<ScriptedServer>): Promise<ScriptedServer> {
  const server = await starting;
  cleanUps.push(() => server.stop());
  return server;
}

/** A client for the length of a test, in an environment without proxies unless one is given. */
export function client(options: HttpClientOptions = {}): HttpClient & HttpReceiver {
  const made = createUndiciHttpClient({ environment: {}, ...options });
  cleanUps.push(() => made.close());
  return made;
}

/** A read with a secret in a header and one in the address. */
export function ask(http: HttpClient, origin: string, change: Partial<HttpRequest> = {}): Promise<HttpAnswer> {
  return http.send({
    method: 'GET',
    origin,
    path: '/api/records',
    query: [['api_key', new Secret(`${canary}-query`)]],
    headers: { 'x-apikey': new Secret(`${canary}-header`) },
    ...change,
  });
}

/** The error of a call that has to fail; also looks for the canary in all that the error holds. */
export async function failureOf(call: Promise<unknown>): Promise<AppError> {
  const error = await call.then(
    () => new Error('The call went well.'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error;
  const everything = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
  if (everything.includes(canary) || everything.includes('/api/records')) {
    throw new Error('The error holds a part of the request.');
  }
  return error;
}
