import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { appOrigin } from './origin.ts';

/**
 * Whether a message comes from the main frame of our own window at our own origin. `senderFrame` is null when the frame
 * is gone: refused.
 */
export function isTrustedSender(event: IpcMainInvokeEvent, window: WebContents): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null &&
    event.sender === window &&
    frame.parent === null &&
    frame === window.mainFrame &&
    frame.origin === appOrigin
  );
}
