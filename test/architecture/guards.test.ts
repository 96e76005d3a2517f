/** The table of docs/security.md: guards that were taken out one by one, and the test that missed each. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';

const section =
  readFileSync(join(projectRoot, 'docs', 'security.md'), 'utf8')
    .split('## Guards removed one by one')[1]
    ?.split('\n## ')[0] ?? '';
/** `| files (count): names | tests | day |` */
const rows = section.split('\n').flatMap((line) => {
  const [, guards, tests] = /^\| (.+?) \| (.+) \| \d{4}-\d\d-\d\d \|$/.exec(line.replaceAll('\\|', '¦')) ?? [];
  return guards === undefined || tests === undefined ? [] : [{ guards, tests }];
});

it('has as many guards as it says', () => {
  const [, told = ''] = /Each of ([\d,]+) guards/.exec(section) ?? [];
  const counted = rows.reduce((sum, { guards }) => sum + Number(/\((\d+)\):/.exec(guards)?.[1]), 0);
  expect(counted).toBe(Number(told.replaceAll(',', '')));
});

it('names files of the source', () => {
  const files = rows.flatMap(({ guards }) => [...guards.replace(/ \(\d+\):.*/, '').matchAll(/`([^`]+)`/g)]);
  const missing = files.flatMap(([, file = '']) => {
    const folder = /^(?:shared|renderer|preload)\//.test(file) ? 'src' : 'src/main';
    return existsSync(join(projectRoot, folder, file)) ? [] : [file];
  });
  expect(files.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

it('names tests that are there', () => {
  const names = rows.flatMap(({ tests }) => [
    ...tests.matchAll(/(?:^|; )((?:unit|integration|security|vendors)\/[\w/.-]+)/g),
  ]);
  const missing = names.flatMap(([, name = '']) => {
    const file = join(projectRoot, 'test', name);
    return existsSync(`${file}.test.ts`) || existsSync(`${file}.test.tsx`) ? [] : [name];
  });
  expect(names.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});
