/**
 * Makes the bundle that `scripts/cli.mjs` runs; see `lib/cli-bundle.mjs`.
 *
 * What it was made of, by path.
 *
 * @typedef {Map<string, import('../lib/cli-bundle.mjs').BundleInput>} Inputs
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { bundlePlace, describeInput, findLastBundle } from '../lib/cli-bundle.mjs';
import { inProject, projectRoot } from '../lib/project.mjs';

/** The program and its threads, by the names of their files. */
const entries = {
  main: inProject('src', 'main', 'shell', 'cli', 'main.ts'),
  reader: inProject('src', 'main', 'workers', 'reader.ts'),
  writer: inProject('src', 'main', 'workers', 'writer.ts'),
  documents: inProject('src', 'main', 'workers', 'documents.ts'),
};

/** What small commands load in many small files; other packages are loaded from where they lie. */
const bundledPackages = ['commander', 'tldts', 'tldts-core', 'zod'];

/** Not modules, but they too decide what comes out. */
const furtherInputs = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];

const { folder, manifestFile } = bundlePlace(projectRoot);
const oldAfterMs = 24 * 60 * 60 * 1_000;

const previous = findLastBundle(projectRoot);
await bundle();
if (previous !== undefined) utimesSync(previous.folder, new Date(), new Date());
removeOld();

async function bundle() {
  const name = randomUUID();
  const out = join(folder, name);
  /** @type {Inputs} */
  const inputs = new Map();
  for (const path of [...furtherInputs, relative(projectRoot, fileURLToPath(import.meta.url))]) note(inputs, path);
  await build({
    root: projectRoot,
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [noteInputs(inputs), placeFiles(out)],
    ssr: { noExternal: bundledPackages },
    build: {
      ssr: true,
      outDir: out,
      target: 'node24',
      minify: false,
      rollupOptions: {
        input: entries,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  /** @type {import('../lib/cli-bundle.mjs').BundleManifest} */
  const manifest = { root: projectRoot, name, inputs: [...inputs.values()] };
  const written = join(out, 'manifest.json');
  writeFileSync(written, JSON.stringify(manifest));
  renameSync(written, manifestFile);
}

/**
 * Notes a file as it is just before it is read, so that what changes afterwards is noticed by the next start.
 *
 * @param {Inputs} inputs
 * @param {string} path from the project's top.
 */
function note(inputs, path) {
  const input = inputs.has(path) ? undefined : describeInput(projectRoot, path);
  if (input !== undefined) inputs.set(path, input);
}

/**
 * @param {Inputs} inputs
 * @returns {import('vite').Plugin}
 */
function noteInputs(inputs) {
  return {
    name: 'sightline:note-inputs',
    enforce: 'pre',
    load(id) {
      const file = id.replace(/[?#].*$/, '');
      if (!file.startsWith('\0')) note(inputs, relative(projectRoot, file));
      return undefined;
    },
  };
}

/**
 * Paths in the sources go on from where the source lies; those of threads lead to the bundled ones.
 *
 * @param {string} out
 * @returns {import('vite').Plugin}
 */
function placeFiles(out) {
  const urls = new Map(
    Object.entries(entries).map(([name, file]) => [file, pathToFileURL(join(out, `${name}.js`)).href]),
  );
  return {
    name: 'sightline:place-files',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(inProject('src').replaceAll(sep, '/'))) return undefined;
      const folderOfSource = dirname(id);
      return code
        .replaceAll(/new URL\('([^']+\.ts)', import\.meta\.url\)/g, (_, path) => {
          const url = urls.get(resolve(folderOfSource, path));
          if (url === undefined) throw new Error(`${id}: ${path} is no entry of the bundle.`);
          return `new URL(${JSON.stringify(url)})`;
        })
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
        .replaceAll('import.meta.dirname', JSON.stringify(folderOfSource));
    },
  };
}

/** A command that runs for hours may still load parts of the bundle before this one: it stays for a day after it was replaced. */
function removeOld() {
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory())) {
    const path = join(folder, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > oldAfterMs) rmSync(path, { recursive: true, force: true });
    } catch {
      // In use, or removed by another; the next build tries again.
    }
  }
}
