import type { HttpAnswer, HttpClient, HttpRequest } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** What a fake answers with: an answer, an error, or what a function makes of the request. */
export type Scripted = HttpAnswer | AppError | ((request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>);

/** An HTTP client that answers from a script, in order; the last line repeats. */
export class FakeHttp implements HttpClient {
  readonly requests: HttpRequest[] = [];
  readonly #script: readonly Scripted[];

  constructor(...script: readonly Scripted[]) {
    this.#script = script;
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const line = this.#script[Math.min(this.requests.length, this.#script.length - 1)];
    this.requests.push(request);
    if (line === undefined) throw new Error('The script is empty.');
    if (line instanceof AppError) throw line;
    return typeof line === 'function' ? line(request) : line;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
