import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTemplateFolder } from '#main/platform/template-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-templates-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('lists the templates of a folder by name, and nothing else', async () => {
  for (const name of ['Short.liquid', 'A letter.liquid', 'notes.txt']) writeFileSync(join(folder, name), 'x');
  mkdirSync(join(folder, 'deep.liquid'));
  symlinkSync('/etc/passwd', join(folder, 'out.liquid'));
  const templates = createTemplateFolder(folder);
  expect(await templates.list()).toEqual(['A letter', 'Short']);
  expect(await templates.read('Short')).toBe('x');
});

it('has none where there is no folder', async () => {
  expect(await createTemplateFolder(join(folder, 'none')).list()).toEqual([]);
});

it.each(['out', '../x', '/etc/passwd', 'Short.liquid', ''])('finds no template %j', async (name) => {
  writeFileSync(join(folder, 'Short.liquid'), 'x');
  symlinkSync('/etc/passwd', join(folder, 'out.liquid'));
  await expect(createTemplateFolder(folder).read(name)).rejects.toMatchObject({
    code: 'state.notFound',
    suggestion: 'Use one of: Short.',
  });
});

it('reads no file that is too long for a template', async () => {
  writeFileSync(join(folder, 'Long.liquid'), 'x'.repeat(300_000));
  await expect(createTemplateFolder(folder).read('Long')).rejects.toMatchObject({ code: 'input.tooLarge' });
});

it('lists no more templates than a choice can show', async () => {
  for (let n = 0; n < 205; n += 1) writeFileSync(join(folder, `${n}.liquid`), 'x');
  expect(await createTemplateFolder(folder).list()).toHaveLength(200);
});
