import { type ShortcutId, shortcuts } from './shortcuts.ts';

/** What of a key event counts. */
interface Keystroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Longest pause inside a sequence such as `g e`. */
const sequencePauseMs = 1_200;

/**
 * `mod+k`, `shift+ArrowDown`, `?`. Shift is named only where the character does not show it already.
 */
function nameOf(stroke: Keystroke): string {
  const isLetter = /^\p{L}$/u.test(stroke.key);
  const isCharacter = [...stroke.key].length === 1;
  const shift = stroke.shiftKey && (isLetter || !isCharacter) ? 'shift+' : '';
  const mod = stroke.ctrlKey || stroke.metaKey ? 'mod+' : '';
  return `${mod}${stroke.altKey ? 'alt+' : ''}${shift}${stroke.key}`;
}

/** Follows keystrokes and says which shortcut they complete. */
export interface KeyMatcher {
  /** @returns the shortcut, `pending` when a sequence has begun, or undefined. */
  press(stroke: Keystroke, atMs: number): ShortcutId | 'pending' | undefined;
}

/** Binds from the table of shortcuts; a sequence is forgotten after a pause or a wrong key. */
export function createKeyMatcher(): KeyMatcher {
  const bySequence = new Map<string, ShortcutId>();
  for (const [id, shortcut] of Object.entries(shortcuts)) {
    // The keys of the table are the ids.
    for (const sequence of shortcut.keys) bySequence.set(sequence, id as ShortcutId);
  }
  const beginnings = new Set(
    [...bySequence.keys()].filter((text) => text.includes(' ')).map((text) => text.split(' ')[0]),
  );
  let begun: { readonly key: string; readonly atMs: number } | undefined;
  return {
    press(stroke, atMs) {
      const name = nameOf(stroke);
      const before = begun !== undefined && atMs - begun.atMs <= sequencePauseMs ? begun.key : undefined;
      begun = undefined;
      if (before !== undefined) return bySequence.get(`${before} ${name}`);
      if (beginnings.has(name)) {
        begun = { key: name, atMs };
        return 'pending';
      }
      return bySequence.get(name);
    },
  };
}
