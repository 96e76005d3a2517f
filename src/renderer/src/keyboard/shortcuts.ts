/** One shortcut: what to press, and what the help says. */
export interface Shortcut {
  /** Alternatives; blanks separate the keys of a sequence, `mod+` is Ctrl (Cmd on a Mac). */
  readonly keys: readonly string[];
  readonly group: 'Go to' | 'Search' | 'Results' | 'Triage' | 'Panel' | 'General';
  readonly label: string;
  /** Moves within what is on screen: of no use in a list of actions. */
  readonly isStep?: true;
}

/** Every shortcut of the window. The listener binds from this table and the help dialog is made from it. */
export const shortcuts = {
  goExplore: { keys: ['g e'], group: 'Go to', label: 'Explore' },
  goLookup: { keys: ['g l'], group: 'Go to', label: 'Lookup' },
  goCases: { keys: ['g c'], group: 'Go to', label: 'Cases' },
  goOutbox: { keys: ['g o'], group: 'Go to', label: 'Outbox' },
  goSources: { keys: ['g s'], group: 'Go to', label: 'Sources' },
  goSettings: { keys: ['g t'], group: 'Go to', label: 'Settings' },
  goBack: { keys: ['alt+ArrowLeft'], group: 'Go to', label: 'Back' },
  goForward: { keys: ['alt+ArrowRight'], group: 'Go to', label: 'Forward' },
  focusSearch: { keys: ['/'], group: 'Search', label: 'Focus the search box' },
  toggleFacets: { keys: ['f'], group: 'Search', label: 'Show or hide the filters' },
  toggleHistogram: { keys: ['h'], group: 'Search', label: 'Show or hide the histogram' },
  exportResult: { keys: ['mod+e'], group: 'Search', label: 'Export what is selected, or all that is found' },
  moveDown: { keys: ['j', 'ArrowDown'], group: 'Results', label: 'Next row', isStep: true },
  moveUp: { keys: ['k', 'ArrowUp'], group: 'Results', label: 'Previous row', isStep: true },
  pageDown: { keys: ['PageDown'], group: 'Results', label: 'A page down', isStep: true },
  pageUp: { keys: ['PageUp'], group: 'Results', label: 'A page up', isStep: true },
  moveFirst: { keys: ['Home'], group: 'Results', label: 'First row', isStep: true },
  moveLast: { keys: ['End'], group: 'Results', label: 'Last row', isStep: true },
  select: { keys: ['x'], group: 'Results', label: 'Select or deselect the row' },
  selectDown: {
    keys: ['shift+ArrowDown', 'shift+J'],
    group: 'Results',
    label: 'Extend the selection down',
    isStep: true,
  },
  selectUp: { keys: ['shift+ArrowUp', 'shift+K'], group: 'Results', label: 'Extend the selection up', isStep: true },
  selectAll: { keys: ['mod+a'], group: 'Results', label: 'Select all that match' },
  open: { keys: ['Enter', 'o'], group: 'Results', label: 'Open the row' },
  copyDefanged: { keys: ['y'], group: 'Results', label: 'Copy defanged' },
  malicious: { keys: ['m'], group: 'Triage', label: 'Verdict malicious' },
  suspicious: { keys: ['s'], group: 'Triage', label: 'Verdict suspicious' },
  benign: { keys: ['b'], group: 'Triage', label: 'Verdict benign' },
  escalate: { keys: ['e'], group: 'Triage', label: 'Escalate' },
  review: { keys: ['r'], group: 'Triage', label: 'Mark reviewed' },
  undo: { keys: ['u', 'mod+z'], group: 'Triage', label: 'Take the last decision, tagging, addition or queueing back' },
  tag: { keys: ['t'], group: 'Triage', label: 'Put tags on, or take them off' },
  note: { keys: ['n'], group: 'Triage', label: 'Write a note' },
  addToCase: { keys: ['c'], group: 'Triage', label: 'Add to a case' },
  push: { keys: ['p'], group: 'Triage', label: 'Queue a change for the vendors' },
  refresh: { keys: ['v'], group: 'Triage', label: 'Refresh from the vendors' },
  close: { keys: ['Escape'], group: 'Panel', label: 'Close the panel or clear the selection', isStep: true },
  importFile: { keys: ['mod+i'], group: 'General', label: 'Import a file, or open a case bundle' },
  messages: { keys: ['g n'], group: 'General', label: 'Read what was told in passing' },
  palette: { keys: ['mod+k'], group: 'General', label: 'Do or find anything' },
  help: { keys: ['?'], group: 'General', label: 'Show these shortcuts' },
} as const satisfies Readonly<Record<string, Shortcut>>;

/** Names a line of {@link shortcuts}. */
export type ShortcutId = keyof typeof shortcuts;

/** What each shortcut does, where one is bound at all. */
export type ShortcutHandlers = Readonly<Partial<Record<ShortcutId, () => void>>>;
