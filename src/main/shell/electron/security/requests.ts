import type { Session } from 'electron';
import { isAppUrl } from './origin.ts';

/** Cancels every request of the window that is not for one of our own files (`data:` images never reach this hook as network). */
export function blockForeignRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !(isAppUrl(details.url) || details.url.startsWith('devtools:')) });
  });
}
