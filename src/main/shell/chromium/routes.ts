import type { BrowserContext, Request, Route } from 'playwright-core';
import { pageHeaders } from '../content-security-policy.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { isWindowPage, isWindowUrl } from './origin.ts';

/** Serves the window's files from the fixed list and aborts every other request, whatever it is for. */
export async function serveRenderer(context: BrowserContext, files: RendererFiles): Promise<void> {
  await context.route('**/*', (route) => answer(route, files));
}

function answer(route: Route, files: RendererFiles): Promise<void> {
  const request = route.request();
  const url = request.url();
  if (request.isNavigationRequest() && !mayNavigate(request)) {
    // `aborted` leaves the window where it is; any other reason would put an error page in its place.
    return route.abort('aborted');
  }
  if (!isWindowUrl(url) || request.method() !== 'GET') return route.abort('blockedbyclient');
  const file = files(new URL(url).pathname);
  if (file === undefined) return route.fulfill({ status: 404, headers: { ...pageHeaders }, body: 'Not found' });
  return route.fulfill({ status: 200, headers: { ...file.headers }, body: Buffer.from(file.body) });
}

/** The window shows its one page and embeds none. */
function mayNavigate(request: Request): boolean {
  return request.method() === 'GET' && isWindowPage(request.url()) && request.frame().parentFrame() === null;
}
