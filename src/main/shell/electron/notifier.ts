import type { BrowserWindow, Notification, NotificationConstructorOptions } from 'electron';
import type { Notifier } from '#main/ports/ports.ts';

/** What of Electron is needed; given from outside, since only the shell's entry loads it. */
export interface NotifierParts {
  readonly isSupported: () => boolean;
  readonly makeNotification: (options: NotificationConstructorOptions) => Notification;
  readonly listWindows: () => readonly BrowserWindow[];
}

/** Messages of the operating system while nobody looks at the window; it has messages of its own. A click brings it to the front. */
export function createElectronNotifier({ isSupported, makeNotification, listWindows }: NotifierParts): Notifier {
  return {
    notify({ title, body }) {
      const windows = listWindows();
      if (!isSupported() || windows.some((window) => window.isFocused())) return;
      const notification = makeNotification({ title, body, silent: true });
      notification.on('click', () => {
        const [window] = listWindows();
        if (window?.isMinimized() === true) window.restore();
        window?.focus();
      });
      notification.show();
    },
  };
}
