import { expect, it } from 'vitest';
import { openTestApp } from '../../support/open-test-app.ts';

it('a comment or role of which nothing is left is none', async () => {
  const app = openTestApp();
  try {
    const { cases, imports } = app.services;
    const { number } = await cases.create({ title: 'Theft' });
    const bytes = Uint8Array.from(Buffer.from('evil.example'));
    const file = await imports.read({ name: 'list.csv', bytes }, { format: 'csv', mapping: null });
    await imports.run({ name: 'list.csv', file, choice: 'none' });
    for (const comment of ['', ' \n'])
      expect(await cases.addFile(number, { name: `a${comment.length}`, source: { bytes }, comment })).toMatchObject({
        comment: null,
      });
    await cases.addIndicators(number, { selection: { query: 'evil.example' }, comment: ' ', role: '' });
    const { files } = await cases.get(number);
    expect(files.map(({ comment }) => comment)).toEqual([null, null]);
    const window = { number, order: 'value', descending: false, offset: 0, limit: 10 } as const;
    expect(await cases.indicators(window)).toMatchObject([{ comment: null, role: null }]);
  } finally {
    await app.remove();
  }
});
