import { EventEmitter } from 'node:events';
import type { BrowserWindow, Notification } from 'electron';
import { describe, expect, it } from 'vitest';
import { createElectronNotifier } from '#main/shell/electron/notifier.ts';

const message = { title: 'New matches of saved searches', body: '3 in Fresh' };

function setUp({ isFocused = false, isSupported = true } = {}) {
  const shown: unknown[] = [];
  const calls: string[] = [];
  const notifications: EventEmitter[] = [];
  // Only what the notifier calls.
  const window = {
    isFocused: () => isFocused,
    isMinimized: () => true,
    restore: () => calls.push('restore'),
    focus: () => calls.push('focus'),
  } as unknown as BrowserWindow;
  const notifier = createElectronNotifier({
    isSupported: () => isSupported,
    listWindows: () => [window],
    makeNotification: (options) => {
      const notification = Object.assign(new EventEmitter(), { show: () => shown.push(options) });
      notifications.push(notification);
      return notification as unknown as Notification;
    },
  });
  return { notifier, shown, calls, notifications };
}

describe('the notifier of Electron', () => {
  it('shows title and body as they are given, without a sound, and brings the window to the front on a click', () => {
    const { notifier, shown, calls, notifications } = setUp();
    notifier.notify(message);
    expect(shown).toEqual([{ ...message, silent: true }]);
    notifications[0]?.emit('click');
    expect(calls).toEqual(['restore', 'focus']);
  });

  it.each([{ isFocused: true }, { isSupported: false }])('keeps quiet with %o', (state) => {
    const { notifier, shown } = setUp(state);
    notifier.notify(message);
    expect(shown).toEqual([]);
  });
});
