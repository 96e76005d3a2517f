import { expect, test } from 'vitest';
import {
  classifyKeychainFailure,
  explainKeychain,
  keychainError,
  keychainStates,
} from '#main/platform/keychain-state.ts';

// Texts as GLib, libsecret and gnome-keyring 42 gave them on Debian 12.
test.each([
  ['Cannot create an item in a locked collection', 'locked'],
  ['Prompt was dismissed', 'locked'],
  ['User interaction is not allowed.', 'locked'],
  ['The name org.freedesktop.secrets was not provided by any .service files', 'noService'],
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'noBus'],
  ['Could not connect: No such file or directory', 'noBus'],
  ['Could not connect: Connection refused', 'noBus'],
  ['The connection is closed', 'noBus'],
  ['Address element “nonsense” does not contain a colon (:)', 'noBus'],
  ['Timeout was reached', 'notAnswering'],
  ['Message recipient disconnected from message bus without replying', 'stopped'],
  ['The access to the keychain was disconnected', 'stopped'],
  ['libsecret-1.so.0: cannot open shared object file: No such file or directory', 'notInstalled'],
  ['something never seen', 'refused'],
])('%s is %s', (text, state) => {
  expect(classifyKeychainFailure(new Error(text))).toBe(state);
});

test('a missing addon is known by its code', () => {
  expect(classifyKeychainFailure(Object.assign(new Error('x'), { code: 'MODULE_NOT_FOUND' }))).toBe('notInstalled');
});

test('every state is told apart and says what to do', () => {
  expect(new Set(keychainStates.map(explainKeychain)).size).toBe(keychainStates.length);
  for (const state of keychainStates) {
    const error = keychainError(state, { cause: new Error('why'), note: 'Nothing was saved.' });
    expect(error).toMatchObject({ code: 'credential.storeUnavailable', cause: new Error('why') });
    expect(error.message).toMatch(/\. Nothing was saved\.$/);
    expect(error.suggestion).toMatch(/^[A-Z].*\.$/);
  }
});
