import { expect, it } from 'vitest';
import { importLimitBytes } from '#shared/model/limits.ts';
import { tellImportLimit } from '#shared/text/import-limit.ts';

it('a file is said to be too large for an import where it is one that could be imported', () => {
  expect(tellImportLimit('stix', importLimitBytes)).toBeUndefined();
  expect(tellImportLimit('stix', importLimitBytes + 1)).toMatch(/larger than the 128 MiB .* as json/);
  expect(tellImportLimit('json', importLimitBytes + 1)).toMatch(/takes\.$/);
  expect(tellImportLimit('html', importLimitBytes + 1)).toBeUndefined();
});
