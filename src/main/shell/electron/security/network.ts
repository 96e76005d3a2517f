import type { App, Session } from 'electron';
import { isAppUrl } from './origin.ts';

/**
 * Leaves the browser side of Electron no address it could reach: no name and no literal address resolves for it. The vendors are
 * asked by Node's own network code, which this does not touch.
 *
 * Measured in Chromium: together with the policy in `navigation.ts` it is what stops WebRTC, which obeys neither
 * `connect-src` nor `onBeforeRequest` and can carry data out through STUN and TURN.
 */
export function cutBrowserNetwork(app: Pick<App, 'commandLine'>): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

/** Cancels every request of the window that is not for one of our own files (`data:` images never reach this hook as network). */
export function blockForeignRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !(isAppUrl(details.url) || details.url.startsWith('devtools:')) });
  });
}
