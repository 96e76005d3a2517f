import type { ReactElement } from 'react';
import { toCaps } from './key-signs.ts';
import { type ShortcutId, shortcuts } from './shortcuts.ts';
import './keyboard.css';

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
