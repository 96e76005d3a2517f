import type { ReactElement } from 'react';
import { type ShortcutId, shortcuts } from './shortcuts.ts';
import './keyboard.css';

const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');
const signs: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  alt: isMac ? '⌥' : 'Alt',
  shift: '⇧',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** `g e` as the caps to press, one list per key of the sequence. */
function toCaps(keys: string): readonly string[] {
  return keys
    .split(' ')
    .flatMap((stroke) =>
      stroke.split(/\+(?=.)/).map((part) => signs[part] ?? (part.length === 1 ? part.toUpperCase() : part)),
    );
}

/** The first key combination of a shortcut, as key caps. */
export function KeyHint(props: { readonly id: ShortcutId }): ReactElement {
  return <KeyCaps keys={shortcuts[props.id].keys[0]} />;
}

/** Any key combination as caps. */
export function KeyCaps(props: { readonly keys: string }): ReactElement {
  return (
    <span className="key-caps" aria-hidden="true">
      {toCaps(props.keys).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
