import type { HttpAnswer } from '#main/ports/ports.ts';

/** An answer with a text as its body. */
export function textAnswer(text: string, change: Partial<Omit<HttpAnswer, 'body'>> = {}): HttpAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(text),
    ...change,
  };
}

/** An answer with a value as JSON. */
export function jsonAnswer(value: unknown, change: Partial<Omit<HttpAnswer, 'body'>> = {}): HttpAnswer {
  return textAnswer(JSON.stringify(value), change);
}
