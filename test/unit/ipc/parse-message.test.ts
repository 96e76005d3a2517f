import { describe, expect, it } from 'vitest';
import { parseMessage } from '#main/ipc/parse-message.ts';
import { messageDepthLimit, messageLengthLimit } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';

function codeOf(text: unknown): string | undefined {
  try {
    parseMessage(text);
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.code : 'not an AppError';
  }
}

function nested(depth: number): string {
  return `{"id":1,"method":"m","input":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
}

describe('parseMessage', () => {
  it('reads a request', () => {
    expect(parseMessage('{"id":17,"method":"app.info","input":null}')).toEqual({
      id: 17,
      method: 'app.info',
      input: null,
    });
  });

  it('refuses a text beyond the limit and takes one at it', () => {
    const frame = '{"id":1,"method":"m","input":""}';
    const atLimit = frame.replace('""', `"${'x'.repeat(messageLengthLimit - frame.length)}"`);
    expect(atLimit.length).toBe(messageLengthLimit);
    expect(codeOf(atLimit)).toBeUndefined();
    expect(codeOf(`${atLimit} `)).toBe('input.tooLarge');
  });

  it('refuses a nesting beyond the limit, however deep, and takes one at it', () => {
    expect(codeOf(nested(messageDepthLimit))).toBeUndefined();
    expect(codeOf(nested(messageDepthLimit + 1))).toBe('input.invalid');
    expect(codeOf(nested(400_000))).toBe('input.invalid');
  });

  it('does not count brackets inside strings', () => {
    expect(codeOf(`{"id":1,"method":"m","input":"${'[{'.repeat(100)}\\"[["}`)).toBeUndefined();
  });

  it('counts brackets behind a string that ends in a quote or a backslash', () => {
    for (const text of ['"\\""', '"\\\\"']) {
      expect(
        codeOf(
          `{"id":1,"method":"m","input":[${text},${'['.repeat(messageDepthLimit)}${']'.repeat(messageDepthLimit)}]}`,
        ),
      ).toBe('input.invalid');
    }
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s at any depth', (key) => {
    expect(codeOf(`{"id":1,"method":"m","input":{"a":[{"${key}":{"polluted":1}}]}}`)).toBe('input.invalid');
    expect(codeOf(`{"id":1,"method":"m","input":null,"${key}":{}}`)).toBe('input.invalid');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses an escaped spelling of such a key', () => {
    expect(codeOf('{"id":1,"method":"m","input":{"\\u005f_proto__":1}}')).toBe('input.invalid');
  });

  it.each([
    '',
    'null',
    '[]',
    '17',
    '{',
    '{"id":1}',
    '{"id":-1,"method":"m","input":null}',
    '{"id":1.5,"method":"m","input":null}',
    '{"id":"1","method":"m","input":null}',
    '{"id":1,"method":7,"input":null}',
    `{"id":1,"method":"${'m'.repeat(65)}","input":null}`,
    '{"id":1,"method":"m","input":null,"extra":1}',
  ])('refuses %s', (text) => {
    expect(codeOf(text)).toBe('input.invalid');
  });

  it('refuses what is no text', () => {
    expect(codeOf(new Uint8Array(4))).toBe('input.invalid');
    expect(codeOf(undefined)).toBe('input.invalid');
  });
});
