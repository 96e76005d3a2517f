import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { vendors } from '#main/vendors/registry.ts';

const folder = resolve(import.meta.dirname, '../../src/main/vendors');
const vendorFolders = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
  .map((entry) => entry.name)
  .sort();

describe('vendor modules', () => {
  it('are the four of the product, each with a line in the registry', () => {
    expect(vendorFolders).toEqual(['crowdstrike', 'datadog', 'threatgrid', 'virustotal']);
    expect(vendors.map((vendor) => vendor.id).sort()).toEqual(vendorFolders);
  });

  it.each(vendorFolders)('%s has the shape of a vendor folder', (name) => {
    const files = readdirSync(resolve(folder, name));
    for (const expected of ['README.md', 'index.ts', 'mapping.ts', 'schema.ts', 'sync.ts'])
      expect(files).toContain(expected);
  });

  it.each(vendorFolders)('%s states its secret, its streams and its options', (name) => {
    const vendor = vendors.find(({ id }) => id === name);
    expect(vendor?.credentialFields.length).toBeGreaterThan(0);
    expect(vendor?.streams.length).toBeGreaterThan(0);
    for (const stream of vendor?.streams ?? [])
      expect(stream.optionsSchema.safeParse({ noSuchParameter: 1 }).success).toBe(false);
  });
});
