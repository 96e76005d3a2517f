import { expect, it } from 'vitest';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { wrapSecretFields } from '#main/services/secret-fields.ts';
import { hideSecrets } from '#main/vendors/kit/hide-secrets.ts';

const secrets = wrapSecretFields({
  clientId: 'ABCDEF0123456789',
  clientSecret: 'wörd "quoted" \\ x',
  short: 'malware',
});
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const answer = (body: Uint8Array<ArrayBuffer>): HttpAnswer => ({ status: 200, headers: {}, body });
const hide = (text: string): string => new TextDecoder().decode(hideSecrets(answer(bytes(text)), secrets).body);

it.each([
  ['as it was given', '{"by":"ABCDEF0123456789","n":1}', '{"by":"[secret]","n":1}'],
  ['in small letters', '{"by":"abcdef0123456789"}', '{"by":"[secret]"}'],
  ['as JSON writes it', `{"by":${JSON.stringify('wörd "quoted" \\ x')}}`, '{"by":"[secret]"}'],
  ['more than once', 'ABCDEF0123456789 ABCDEF0123456789', '[secret] [secret]'],
  [
    'beside text of other scripts',
    '{"name":"Ωμέγα 😀","by":"ABCDEF0123456789"}',
    '{"name":"Ωμέγα 😀","by":"[secret]"}',
  ],
])('masks a secret %s', (_name, text, expected) => {
  expect(hide(text)).toBe(expected);
});

it('leaves other bytes as they are, also those that are no text', () => {
  const broken = Uint8Array.from([0xff, 0xfe, 0, ...bytes('ABCDEF0123456789'), 0xc3]);
  expect([...hideSecrets(answer(broken), secrets).body]).toEqual([0xff, 0xfe, 0, ...bytes('[secret]'), 0xc3]);
  const plain = answer(bytes('{"tag":"malware"}'));
  expect(hideSecrets(plain, secrets)).toBe(plain);
});

it('gives bytes that can be handed to a thread without taking others along', () => {
  const { body } = hideSecrets(answer(bytes('ABCDEF0123456789')), secrets);
  expect(body.buffer.byteLength).toBe(body.byteLength);
});

it('leaves no rest of a secret that begins with another', () => {
  const nested = wrapSecretFields({ user: 'ABCDEF01', key: 'ABCDEF0123456789' });
  const { body } = hideSecrets(answer(bytes('ABCDEF0123456789 ABCDEF01')), nested);
  expect(new TextDecoder().decode(body)).toBe('[secret] [secret]');
});
