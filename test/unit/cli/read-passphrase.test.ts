import { expect, it } from 'vitest';
import { readPassphrase } from '#main/shell/cli/read-passphrase.ts';
import { createCliDouble } from '../../support/cli-double.ts';

const passphrase = ' correct horse battery ';

it('is the same typed as piped, with the blanks at its ends', async () => {
  expect(await readPassphrase(createCliDouble({ typed: [passphrase, passphrase] }), true)).toBe(passphrase);
  expect(await readPassphrase(createCliDouble({ stdin: `${passphrase}\r\nmore` }), true)).toBe(passphrase);
  expect(await readPassphrase(createCliDouble({ typed: [passphrase] }), false)).toBe(passphrase);
});

it('is typed the same way twice when it is new, and long enough', async () => {
  const refusal = (typed: readonly string[]) => expect(readPassphrase(createCliDouble({ typed }), true)).rejects;
  await refusal([passphrase, passphrase.trim()]).toMatchObject({ message: 'The two passphrases differ.' });
  await refusal(['short', 'short']).toMatchObject({ message: 'A passphrase has 12 to 1,024 characters.' });
});
