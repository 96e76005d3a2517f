/**
 * Runs the built Electron program (`out/`) in a plain Node process over the recording double, with the built preload as its window:
 * reads lines of JSON, one message for the bridge each, and answers with one line each. First line out: what was set up.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { createElectronDouble } from './electron-double.ts';
import { standInForElectron } from './electron-module.ts';

const [out = ''] = process.argv.slice(2);
const double = createElectronDouble({ isPackaged: true });
standInForElectron(double);

// The loader wants a URL, as Windows' paths look like one with a scheme of a letter.
await import(pathToFileURL(`${out}/main/index.js`).href);
await double.becomeReady();
const [window] = double.windows;
if (window === undefined) throw new Error(`No window: ${double.order.join(' | ')}`);

/** A sandboxed preload has `require` for Electron's renderer part, and neither Node nor the page's globals. */
const required: string[] = [];
const { contextBridge, ipcRenderer } = double.module;
runInNewContext(readFileSync(String(window.preloadFile), 'utf8'), {
  require: (name: string) => {
    required.push(name);
    if (name !== 'electron') throw new Error(`A sandboxed preload has no ${name}`);
    return { contextBridge, ipcRenderer };
  },
});
const exposed = double.exposed.get('workbench') as { call(text: string): Promise<string> };
process.stdout.write(
  `${JSON.stringify({
    order: double.order,
    required,
    exposed: [...double.exposed.keys()],
    members: Object.keys(exposed),
    isFrozen: Object.isFrozen(exposed),
    options: window.options,
    handlers: [...double.session.handlers.keys()].sort(),
    page: await readPage(),
  })}\n`,
);

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${await exposed.call(line)}\n`);
double.app.emit('will-quit', { preventDefault: () => undefined });
while (!double.order.includes('exit:0')) await new Promise((resolve) => setTimeout(resolve, 5));
process.exit(0);

/** Loads the page and everything that it names as the window would: status and headers of each. */
async function readPage() {
  const serve = double.protocolHandlers.get('app');
  const get = async (url: string) => serve?.(new Request(url));
  const page = await get('app://sightline/index.html');
  const text = (await page?.text()) ?? '';
  const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  const answers = await Promise.all(
    files.map(async (path) => ({ path, answer: await get(new URL(path, 'app://sightline/').href) })),
  );
  return {
    policy: page?.headers.get('content-security-policy'),
    files: answers.map(({ path, answer }) => ({
      path,
      status: answer?.status,
      type: answer?.headers.get('content-type'),
    })),
  };
}
