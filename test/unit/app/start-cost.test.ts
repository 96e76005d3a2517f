import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const staticImport = /(?:^|\n)\s*(?:import|export)\s+(?!type\s)[^'";]*?from\s+'([^']+)'/g;

/** Every file and package that is loaded when a source file is imported; what it imports later on is not. */
function listLoaded(entry: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const waiting = [entry];
  for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
    if (loaded.has(from)) continue;
    loaded.add(from);
    if (!from.startsWith('src/')) continue;
    const text = readFileSync(resolve(root, from), 'utf8');
    for (const [, target = ''] of text.matchAll(staticImport)) {
      if (target.startsWith('#')) waiting.push(`src/${target.slice(1)}`);
      else if (target.startsWith('.'))
        waiting.push(relative(root, resolve(root, dirname(from), target)).replaceAll('\\', '/'));
      else waiting.push(target);
    }
  }
  return loaded;
}

it('loads no keychain, network, database, vendor, exporter or dispatcher before it is needed', () => {
  const loaded = [...listLoaded('src/main/app/create-app.ts')];
  expect(loaded).toContain('src/main/services/sync/sync-service.ts');
  const costly =
    /^(keytar|undici|better-sqlite3|tldts|mdast-util-from-markdown|src\/main\/(db|platform|vendors|exporters|ipc|shell)\/.*)$/;
  expect(loaded.filter((name) => costly.test(name))).toEqual([]);
});

it('starts the command line without what only some of its commands need', () => {
  const loaded = [...listLoaded('src/main/shell/cli/run-process.ts')];
  expect(loaded).toContain('src/main/shell/chromium/printer.ts');
  const costly =
    /^(keytar|undici|better-sqlite3|tldts|mdast-util-from-markdown|playwright-core|src\/main\/(app|db|vendors|ipc)\/.*)$/;
  expect(loaded.filter((name) => costly.test(name))).toEqual(['src/main/db/gateway/start-worker.ts']);
});

it('starts the thread that answers before it loads anything else', () => {
  const ours = [...listLoaded('src/main/shell/cli/reader-ahead.ts')].filter((name) => !name.startsWith('node:'));
  expect(ours.toSorted()).toEqual([
    'src/main/db/gateway/start-worker.ts',
    'src/main/platform/data-folder.ts',
    'src/main/shell/cli/reader-ahead.ts',
  ]);
});
