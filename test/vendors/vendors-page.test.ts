import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { vendors } from '#main/vendors/registry.ts';
import { writeVendorsPage } from './vendors-page.ts';

const page = readFileSync(new URL('../../docs/vendors.md', import.meta.url), 'utf8');

it('is current: npm run docs writes it', async () => {
  expect(page).toBe(await writeVendorsPage());
});

it('names every stream, operation and parameter', () => {
  for (const { streams, operations } of vendors) {
    for (const { id, optionsSchema } of streams) {
      for (const name of [id, ...Object.keys(optionsSchema.shape)]) expect(page).toContain(`\`${name}\``);
    }
    for (const { name, places } of operations) {
      for (const word of [name, ...Object.keys(places)]) expect(page).toContain(`\`${word}\``);
    }
  }
});
