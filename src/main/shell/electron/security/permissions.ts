import type { Session } from 'electron';
import { appOrigin } from './origin.ts';

/** The one thing the window may ask for: writing text to the clipboard. */
const allowedPermission = 'clipboard-sanitized-write';

/** What is known of who asks; the contents are null when no page asks, and a frame may have gone. */
interface Asker {
  readonly contents: { readonly mainFrame?: { readonly origin: string } | null } | null;
  readonly permission: string;
  readonly isMainFrame: boolean;
}

/** Answers no to every permission, device and capture question, by request and by check, and cancels downloads. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer, { isMainFrame }) => {
    answer(mayHave({ contents, permission, isMainFrame }));
  });
  session.setPermissionCheckHandler((contents, permission, _origin, { isMainFrame }) => {
    return mayHave({ contents, permission, isMainFrame });
  });
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler((_details, answer) => {
    answer({ confirmed: false });
  });
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer(null);
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  chooseNoDevice(session);
  // Left on, it fetches dictionaries from a foreign server.
  session.setSpellCheckerEnabled(false);
}

function mayHave({ contents, permission, isMainFrame }: Asker): boolean {
  return permission === allowedPermission && isMainFrame && contents?.mainFrame?.origin === appOrigin;
}

function chooseNoDevice(session: Session): void {
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
}
