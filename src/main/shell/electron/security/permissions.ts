import type { Session } from 'electron';
import { appOrigin } from './origin.ts';

/** The one thing the window may ask for: writing text to the clipboard. */
const allowedPermission = 'clipboard-sanitized-write';

/** Answers no to every permission, device and capture question, by request and by check, and cancels downloads. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === allowedPermission && contents?.mainFrame?.origin === appOrigin);
  });
  session.setPermissionCheckHandler((contents, permission) => {
    return permission === allowedPermission && contents?.mainFrame?.origin === appOrigin;
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer(null);
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}
