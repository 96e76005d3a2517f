/** What the window of Chromium is served, over doubles of the driver's requests; the browser's own part is tried end to end. */
import type { BrowserContext, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { serveRenderer } from '#main/shell/chromium/routes.ts';
import { pageHeaders } from '#main/shell/content-security-policy.ts';

const home = 'https://sightline.invalid/index.html';
const script = 'https://sightline.invalid/assets/index.js';

/** What is asked for: by the page, or as the page of its window or of a frame in it. */
interface Asked {
  readonly url: string;
  readonly method?: string;
  readonly as?: 'part' | 'page of the window' | 'page of a frame';
}

/** What came of it: `aborted …` with the reason, or what was served. */
type Outcome = string | { readonly status: number; readonly headers: unknown; readonly body: string };

async function ask({ url, method = 'GET', as = 'part' }: Asked): Promise<Outcome> {
  let handler: ((route: Route) => Promise<void>) | undefined;
  let pattern: unknown;
  const context = {
    route: async (which: unknown, how: (route: Route) => Promise<void>) => {
      [pattern, handler] = [which, how];
    },
  };
  const paths = new Map([
    ['/index.html', '<!doctype html>'],
    ['/assets/index.js', 'run()'],
  ]);
  await serveRenderer(context as unknown as BrowserContext, (path) => {
    const body = paths.get(path);
    const headers = { ...pageHeaders, 'content-type': 'text/x' };
    return body === undefined ? undefined : { body: new Uint8Array(Buffer.from(body)), headers };
  });
  expect(pattern).toBe('**/*');
  const outcomes: Outcome[] = [];
  const frame = { parentFrame: () => (as === 'page of a frame' ? {} : null) };
  const route = {
    request: () => ({
      url: () => url,
      method: () => method,
      isNavigationRequest: () => as !== 'part',
      frame: () => frame,
    }),
    abort: async (reason: string) => void outcomes.push(`aborted ${reason}`),
    fulfill: async ({ status, headers, body }: { status: number; headers: unknown; body: string | Buffer }) =>
      void outcomes.push({ status, headers, body: String(body) }),
  };
  await handler?.(route as unknown as Route);
  expect(outcomes).toHaveLength(1);
  return outcomes[0] ?? '';
}

describe('the window of Chromium', () => {
  it('is served its page and the files of the list, each with its own headers', async () => {
    const headers = { ...pageHeaders, 'content-type': 'text/x' };
    const page = { status: 200, headers, body: '<!doctype html>' };
    expect(await ask({ url: home, as: 'page of the window' })).toEqual(page);
    expect(await ask({ url: `${home}#/cases`, as: 'page of the window' })).toEqual(page);
    expect(await ask({ url: script })).toEqual({ status: 200, headers, body: 'run()' });
  });

  it('is told that there is nothing else, under the same policy', async () => {
    expect(await ask({ url: 'https://sightline.invalid/package.json' })).toEqual({
      status: 404,
      headers: pageHeaders,
      body: 'Not found',
    });
  });

  it.each([
    'https://evil.example/',
    'https://sightline.invalid.evil.example/index.html',
    'http://127.0.0.1:9/',
    'blob:https://sightline.invalid/7f0f8273-1c36-4dd0-acb4-2186f7f5688a',
  ])('gets nothing from %s', async (url) => {
    expect(await ask({ url })).toBe('aborted blockedbyclient');
  });

  it.each(['POST', 'HEAD', 'PUT'])('sends nothing to itself by %s', async (method) => {
    expect(await ask({ url: script, method })).toBe('aborted blockedbyclient');
  });

  // Any other reason would put an error page in the place of the window.
  it.each<[what: string, asked: Asked]>([
    ['a foreign page', { url: 'https://evil.example/', as: 'page of the window' }],
    ['a file of its own that is no page', { url: script, as: 'page of the window' }],
    ['its page as a form sends it', { url: home, method: 'POST', as: 'page of the window' }],
    ['its page in a frame', { url: home, as: 'page of a frame' }],
  ])('is not led to %s, and stays where it is', async (_what, asked) => {
    expect(await ask(asked)).toBe('aborted aborted');
  });
});
