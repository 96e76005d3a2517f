import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
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
    isSameFrame(frame, window.mainFrame) &&
    frame.origin === appOrigin
  );
}

/** By process and token: Electron does not promise the same object twice. */
function isSameFrame(one: WebFrameMain, other: WebFrameMain): boolean {
  return one.processId === other.processId && one.frameToken === other.frameToken;
}
