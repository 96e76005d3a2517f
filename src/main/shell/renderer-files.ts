import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import { pageHeaders } from './content-security-policy.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** One file of the built window, ready to be sent. */
export interface RendererFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Finds a file by the path of a URL; undefined for everything that is not on the list. */
export type RendererFiles = (urlPath: string) => RendererFile | undefined;

/**
 * Lists the built window once, at start; a request is then looked up in that list and never joined into a path, so no
 * spelling of `..` can reach another file. Files of unknown type are left out.
 *
 * @throws AppError `state.notFound` when the folder cannot be read: the window has not been built.
 */
export function listRendererFiles(folder: string): RendererFiles {
  const paths = new Map<string, string>();
  for (const path of listFiles(folder, '')) {
    if (contentTypes[extname(path)] !== undefined) paths.set(path, join(folder, path));
  }
  return (urlPath) => {
    const path = urlPath === '/' ? '/index.html' : urlPath;
    const file = paths.get(path);
    if (file === undefined) return undefined;
    const type = contentTypes[extname(file)] ?? 'application/octet-stream';
    return { body: new Uint8Array(readFileSync(file)), headers: { ...pageHeaders, 'content-type': type } };
  };
}

/** URL paths of all files; links are none. Step by step, as inside Electron's archive folders can be listed no other way. */
function listFiles(folder: string, path: string): readonly string[] {
  return listNames(join(folder, path)).flatMap((name) => {
    const below = `${path}/${name}`;
    const found = lstatSync(join(folder, below));
    if (found.isDirectory()) return listFiles(folder, below);
    return found.isFile() ? [below] : [];
  });
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new AppError('state.notFound', 'The window has not been built.', { cause, suggestion: 'Run: npm run build' });
  }
}
