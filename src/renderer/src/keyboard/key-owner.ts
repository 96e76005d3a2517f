const typing = 'input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable=true]';
const modals = '.bp6-dialog,.palette';
const movers = '[role=tab],[role=radio],[role=menuitem],[role=option],[role=separator],[role=slider],input[type=radio]';
const pressables =
  'button,a[href],summary,[role=button],[role=tab],[role=radio],[role=menuitem],[role=option],input[type=checkbox]';

/**
 * True when the focused element needs the key itself: text fields need all of them except Escape and Ctrl
 * combinations, buttons need Enter, tabs and menus need the arrows, and an open dialog keeps everything, the keys before it has the
 * focus included: they must not decide on the row below it.
 */
export function ownsKey(target: EventTarget | null, key: string, hasModifier: boolean): boolean {
  if (document.querySelector(modals) !== null) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest('.bp6-overlay,.bp6-dialog,[role=menu]') !== null) return true;
  if (target.matches(typing)) return !(hasModifier && key !== 'a' && !key.startsWith('Arrow'));
  if (/^(Arrow|Home|End|Page)/.test(key)) return target.closest(movers) !== null;
  if (key === 'Enter' || key === ' ') return target.closest(pressables) !== null;
  return false;
}
