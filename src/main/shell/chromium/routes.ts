import type { BrowserContext } from 'playwright-core';
import { pageHeaders } from '../content-security-policy.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { windowOrigin } from './origin.ts';

/** Serves the window's files from the fixed list and aborts every other request, whatever it is for. */
export async function serveRenderer(context: BrowserContext, files: RendererFiles): Promise<void> {
  await context.route('**/*', async (route) => {
    const request = route.request();
    const url = URL.parse(request.url());
    if (url === null || url.origin !== windowOrigin || request.method() !== 'GET')
      return route.abort('blockedbyclient');
    const file = files(url.pathname);
    if (file === undefined) return route.fulfill({ status: 404, headers: { ...pageHeaders }, body: 'Not found' });
    return route.fulfill({ status: 200, headers: { ...file.headers }, body: Buffer.from(file.body) });
  });
}
