import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterEach, expect, it, vi } from 'vitest';
import { readUpdateSource } from '#main/services/updates/update-source.ts';
import { projectRoot } from '../../support/project-root.ts';
import { makeReleaseKey } from '../../support/release.ts';

const folders: string[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What the build is configured to put in. */
async function defineFor(address: string | undefined, key: string | undefined): Promise<Record<string, string>> {
  vi.stubEnv('SIGHTLINE_UPDATE_ADDRESS', address);
  vi.stubEnv('SIGHTLINE_UPDATE_KEY', key);
  const config = (await import('../../../electron.vite.config.ts')).default as {
    readonly main: { readonly define: Record<string, string> };
  };
  return config.main.define;
}

/** Builds the one file that knows of updates as the program is built. @returns what a program of that build is given. */
async function buildWith(address: string | undefined, key: string | undefined) {
  const define = await defineFor(address, key);
  const outDir = mkdtempSync(join(tmpdir(), 'sightline-built-'));
  folders.push(outDir);
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    define,
    build: {
      ssr: 'src/main/shell/built-updates.ts',
      outDir,
      rollupOptions: { output: { entryFileNames: 'built.js' } },
    },
  });
  const built: { builtUpdates: { address: string; keys: string } } = await import(
    pathToFileURL(join(outDir, 'built.js')).href
  );
  return readUpdateSource(built.builtUpdates);
}

it('a build that is told nothing has no updates', async () => {
  expect(await buildWith(undefined, undefined)).toBeNull();
});

it('a build has the address and the keys that it is told', async () => {
  const [key, next] = [makeReleaseKey(), makeReleaseKey()];
  const source = await buildWith('https://updates.example/sightline/', `${key.publicText},${next.publicText}`);
  expect(source).toMatchObject({ origin: 'https://updates.example', path: '/sightline/' });
  expect(source?.keys.map(({ id }) => id)).toEqual([key.id, next.id]);
});

it('a build that is told one of them, or something else, ends', async () => {
  await expect(defineFor('https://updates.example/', undefined)).rejects.toThrow('both an address and a public key');
  vi.resetModules();
  await expect(defineFor('http://updates.example/', makeReleaseKey().publicText)).rejects.toThrow('must read https://');
});

it('what runs from source has no updates', async () => {
  const { builtUpdates } = await import('#main/shell/built-updates.ts');
  expect(readUpdateSource(builtUpdates)).toBeNull();
});
