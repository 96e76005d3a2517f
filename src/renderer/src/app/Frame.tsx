import { type ReactElement, useState } from 'react';
import { useFoundSearches } from '../bridge/use-schedule.ts';
import { useLookAtSearch } from '../bridge/use-searches.ts';
import { useSyncRemarks } from '../bridge/use-sync.ts';
import { useFoundUpdate } from '../bridge/use-updates.ts';
import { useFileChooser } from '../components/use-file-chooser.tsx';
import { CasesView } from '../features/cases/CasesView.tsx';
import { ExploreView } from '../features/explore/ExploreView.tsx';
import { searchBoxId } from '../features/explore/SearchBox.tsx';
import { bundleEndings, importEndings, useTakenFile } from '../features/imports/use-taken-file.tsx';
import { LookupView } from '../features/lookup/LookupView.tsx';
import { OutboxView } from '../features/outbox/OutboxView.tsx';
import { CommandPalette } from '../features/palette/CommandPalette.tsx';
import { SettingsView } from '../features/settings/SettingsView.tsx';
import { SourcesView } from '../features/sources/SourcesView.tsx';
import { ShortcutHelp } from '../keyboard/ShortcutHelp.tsx';
import { useShortcuts } from '../keyboard/ShortcutProvider.tsx';
import { describeFound } from '../text/schedule-words.ts';
import { HealthNotice } from './HealthNotice.tsx';
import { NoticeCentre } from './NoticeCentre.tsx';
import { useNavigation } from './navigation.tsx';
import { useNotices } from './notices.tsx';
import { Rail } from './Rail.tsx';
import type { Route } from './routes.ts';
import { StatusBar } from './StatusBar.tsx';
import './frame.css';

function CurrentScreen(props: { readonly route: Route }): ReactElement {
  switch (props.route.screen) {
    case 'explore':
      return <ExploreView query={props.route.query} />;
    case 'lookup':
      return <LookupView />;
    case 'cases':
      return <CasesView number={props.route.number} />;
    case 'outbox':
      return <OutboxView />;
    case 'sources':
      return <SourcesView connection={props.route.connection} />;
    default:
      return <SettingsView />;
  }
}

/** Rail, screen and status bar; the places of all three never move. */
export function Frame(): ReactElement {
  const navigation = useNavigation();
  const notices = useNotices();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [areMessagesOpen, setAreMessagesOpen] = useState(false);
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const look = useLookAtSearch();
  const taken = useTakenFile();
  const chooser = useFileChooser({
    label: 'File to import',
    accept: `${importEndings},${bundleEndings}`,
    onFiles: taken.take,
  });
  useFoundSearches((found) => {
    const [first, ...others] = found;
    if (first === undefined) return;
    const showOne = (): void => {
      look.mutate({ name: first.name });
      navigation.go({ screen: 'explore', query: first.query });
    };
    const run = others.length === 0 ? showOne : () => navigation.goToScreen('explore');
    notices.remark(describeFound(found), { text: 'Show', run });
  });
  useFoundUpdate((version) => {
    const show = { text: 'Settings', run: () => navigation.goToScreen('settings') };
    notices.remark(`Sightline ${version} is there`, show);
  });
  useSyncRemarks((remark) => notices.remark(`${remark.connection}: ${remark.text}`));
  useShortcuts(
    {
      goExplore: () => navigation.goToScreen('explore'),
      goLookup: () => navigation.goToScreen('lookup'),
      goCases: () => navigation.goToScreen('cases'),
      goOutbox: () => navigation.goToScreen('outbox'),
      goSources: () => navigation.goToScreen('sources'),
      goSettings: () => navigation.goToScreen('settings'),
      goBack: () => window.history.back(),
      goForward: () => window.history.forward(),
      focusSearch: () => {
        navigation.goToScreen('explore');
        // The box exists only after the screen has been drawn.
        requestAnimationFrame(() => document.getElementById(searchBoxId)?.focus());
      },
      importFile: chooser.choose,
      messages: () => setAreMessagesOpen(true),
      palette: () => setIsPaletteOpen(true),
      help: () => setIsHelpOpen(true),
    },
    true,
  );
  return (
    <div className="frame">
      <Rail onPalette={() => setIsPaletteOpen(true)} onHelp={() => setIsHelpOpen(true)} />
      <HealthNotice />
      <main className="screen">
        <CurrentScreen route={navigation.route} />
      </main>
      <StatusBar onMessages={() => setAreMessagesOpen(true)} />
      {chooser.input}
      {taken.dialogs}
      {isPaletteOpen ? <CommandPalette onClose={() => setIsPaletteOpen(false)} /> : null}
      {areMessagesOpen ? <NoticeCentre onClose={() => setAreMessagesOpen(false)} /> : null}
      {isHelpOpen ? <ShortcutHelp onClose={() => setIsHelpOpen(false)} /> : null}
    </div>
  );
}
