import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { interruption } from '#main/shell/cli/context.ts';
import { promptSecretFields, readSecretFields, readSecretsByConnection } from '#main/shell/cli/read-secrets.ts';
import { createCliDouble } from '../../support/cli-double.ts';

const secret = 'canary-6c1f0d';
const fields = [
  { name: 'apiKey', label: 'API key', hint: '', required: true },
  { name: 'memberCid', label: 'Member CID', hint: '', required: false },
] as const;

describe('secrets on standard input', () => {
  it('are one JSON object of texts', async () => {
    expect(await readSecretFields(createCliDouble({ stdin: `{"apiKey":"${secret}"}\n` }))).toEqual({ apiKey: secret });
  });

  it('are given by connection for a sync, whatever its name', async () => {
    const text = JSON.stringify({ 'Büro 例え': { apiKey: secret } });
    expect(await readSecretsByConnection(createCliDouble({ stdin: text }))).toEqual({
      'Büro 例え': { apiKey: secret },
    });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', `apiKey=${secret}`],
    ['cut JSON', `{"apiKey":"${secret}"`],
    ['a list', `["${secret}"]`],
    ['a number', `{"apiKey":12345678}`],
    ['a text', `"${secret}"`],
    ['nested', `{"apiKey":{"value":"${secret}"}}`],
    ['more than 64 KiB', `{"apiKey":"${'x'.repeat(70_000)}"}`],
  ])('are refused without being quoted: %s', async (_name, stdin) => {
    const context = createCliDouble({ stdin });
    const error: unknown = await readSecretFields(context).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'input.invalid',
      message: 'Standard input must hold one JSON object with the secret fields as text.',
    });
    expect(error).not.toHaveProperty('cause');
    expect(String(error) + context.out() + context.err()).not.toContain(secret);
  });

  it('are refused when they are no UTF-8', async () => {
    const stdin = Buffer.concat([Buffer.from('{"apiKey":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    await expect(readSecretFields(createCliDouble({ stdin }))).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('are not read from a terminal, where they would be seen', async () => {
    await expect(readSecretFields(createCliDouble({ typed: ['{}'] }))).rejects.toMatchObject({
      code: 'input.invalid',
      message: '--secrets-stdin reads from a pipe or a file, not from the terminal.',
    });
  });

  it('are not waited for after Ctrl-C', async () => {
    const context = createCliDouble();
    const endless = Object.assign(new PassThrough(), { isTTY: false });
    const reading = readSecretFields({ ...context, stdin: endless });
    context.abort(interruption());
    await expect(reading).rejects.toMatchObject({ code: 'internal.cancelled' });
  });
});

describe('secrets typed at a terminal', () => {
  it('are asked for one by one and not shown', async () => {
    const context = createCliDouble({ typed: [secret, ''] });
    expect(await promptSecretFields(context, fields)).toEqual({ apiKey: secret });
    expect(context.err()).toBe('API key: \nMember CID (optional, Enter to leave out): \n');
    expect(context.out()).toBe('');
  });

  it('may be pasted in one go', async () => {
    expect(await promptSecretFields(createCliDouble({ typed: [secret, 'cid-1'] }), fields)).toEqual({
      apiKey: secret,
      memberCid: 'cid-1',
    });
  });

  it('can be corrected while typing', async () => {
    const context = createCliDouble({ typed: [`${secret}xx\u007F\u007F`, ''] });
    expect(await promptSecretFields(context, fields)).toEqual({ apiKey: secret });
  });

  it('are asked for again when a required one is left out, and trimmed aloud', async () => {
    const context = createCliDouble({ typed: ['', `  ${secret} `, ''] });
    expect(await promptSecretFields(context, fields)).toEqual({ apiKey: secret });
    expect(context.err()).toContain('API key (it cannot be left out): ');
    expect(context.err()).toContain('Blanks around it are left out.');
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('can be called off with %s', async (_name, key) => {
    await expect(promptSecretFields(createCliDouble({ typed: [key] }), fields)).rejects.toMatchObject({
      code: 'internal.cancelled',
      message: 'Cancelled: nothing was stored.',
    });
  });

  it('need a terminal', async () => {
    await expect(promptSecretFields(createCliDouble({ stdin: secret }), fields)).rejects.toMatchObject({
      code: 'input.invalid',
      message: 'There is no terminal to ask for the secret at.',
    });
  });
});
