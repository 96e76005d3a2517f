import {
  BriefcaseIcon,
  CogIcon,
  DataConnectionIcon,
  HelpIcon,
  KeyCommandIcon,
  SearchIcon,
  SearchTextIcon,
  SendMessageIcon,
} from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { toWords } from '../keyboard/key-signs.ts';
import { type ShortcutId, shortcuts } from '../keyboard/shortcuts.ts';
import { useNavigation } from './navigation.tsx';
import { type Screen, screens } from './routes.ts';

interface RailEntry {
  readonly label: string;
  readonly icon: ReactElement;
  readonly shortcut: ShortcutId;
}

const entries: Readonly<Record<Screen, RailEntry>> = {
  explore: { label: 'Explore', icon: <SearchIcon size={18} />, shortcut: 'goExplore' },
  lookup: { label: 'Lookup', icon: <SearchTextIcon size={18} />, shortcut: 'goLookup' },
  cases: { label: 'Cases', icon: <BriefcaseIcon size={18} />, shortcut: 'goCases' },
  outbox: { label: 'Outbox', icon: <SendMessageIcon size={18} />, shortcut: 'goOutbox' },
  sources: { label: 'Sources', icon: <DataConnectionIcon size={18} />, shortcut: 'goSources' },
  settings: { label: 'Settings', icon: <CogIcon size={18} />, shortcut: 'goSettings' },
};

const hintOf = (id: ShortcutId): string => toWords(shortcuts[id].keys[0]);

/** The way between the screens. */
export function Rail(props: { readonly onPalette: () => void; readonly onHelp: () => void }): ReactElement {
  const navigation = useNavigation();
  return (
    <nav className="rail" aria-label="Screens">
      {screens.map((screen) => {
        const entry = entries[screen];
        const isCurrent = navigation.route.screen === screen;
        return (
          <button
            key={screen}
            type="button"
            className="rail-entry"
            aria-current={isCurrent ? 'page' : undefined}
            title={`${entry.label} (${hintOf(entry.shortcut)})`}
            onClick={() => navigation.goToScreen(screen)}
          >
            {entry.icon}
            <span>{entry.label}</span>
          </button>
        );
      })}
      <span className="grow" />
      <button
        type="button"
        className="rail-entry"
        title={`Do or find anything (${hintOf('palette')})`}
        onClick={props.onPalette}
      >
        <KeyCommandIcon size={18} />
        <span>Palette</span>
      </button>
      <button type="button" className="rail-entry" title="Keyboard shortcuts (?)" onClick={props.onHelp}>
        <HelpIcon size={18} />
        <span>Keys</span>
      </button>
    </nav>
  );
}
