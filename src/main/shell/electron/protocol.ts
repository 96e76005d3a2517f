import type { Protocol } from 'electron';
import { pageHeaders } from '../content-security-policy.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { appScheme, isAppUrl } from './security/origin.ts';

/** Rights of our scheme: an ordinary secure origin; it does not bypass the policy and knows no service workers. */
export const schemeRegistration = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: false, bypassCSP: false, allowServiceWorkers: false },
} as const;

/** Answers requests for our own files from the fixed list; everything else is 404. */
export function serveRenderer(protocol: Protocol, files: RendererFiles): void {
  protocol.handle(appScheme, (request) => {
    const url = isAppUrl(request.url) && request.method === 'GET' ? URL.parse(request.url) : null;
    const file = url === null ? undefined : files(url.pathname);
    if (file === undefined) return new Response('Not found', { status: 404, headers: pageHeaders });
    return new Response(file.body, { headers: file.headers });
  });
}
