import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const source = (path: string): string => JSON.stringify(new URL(`../../../src/main/${path}`, import.meta.url).href);

it('hears of a thread that answered and ended while nobody listened', () => {
  // A process of its own: whoever waits for what has been told already ends it, with status 13.
  const script = `
    import { createDocumentScanner } from ${source('documents/document-scanner.ts')};
    const scanner = createDocumentScanner({ entry: new URL(${source('workers/documents.ts')}) });
    const scanning = scanner.scan({ name: 'a.txt', bytes: new TextEncoder().encode('evil.example.net') });
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const until = Date.now() + 3_000; Date.now() < until; );
    const { candidates } = await scanning;
    console.log(candidates.length);
  `;
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  expect(out).toBe('1\n');
});
