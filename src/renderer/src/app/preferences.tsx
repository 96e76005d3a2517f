import { createContext, type ReactElement, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Settings } from '#shared/contract/schemas.ts';
import { useSettings } from '../bridge/use-app.ts';
import { useRemembered } from './remembered.ts';

/** What the whole window needs to know of the settings, with values from the first paint on. */
export interface Preferences {
  readonly theme: Settings['theme'];
  readonly density: Settings['density'];
  readonly timeZone: Settings['timeZone'];
}

const defaults: Preferences = { theme: 'system', density: 'compact', timeZone: 'utc' };
const PreferencesContext = createContext<Preferences>(defaults);

/** See {@link Preferences}. */
export function usePreferences(): Preferences {
  return useContext(PreferencesContext);
}

const darkMedia = '(prefers-color-scheme: dark)';
const contrastMedia = '(prefers-contrast: more)';
const themes: readonly Settings['theme'][] = ['light', 'dark', 'contrast'];

function useMedia(query: string): boolean {
  const [isMet, setIsMet] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const follow = (): void => setIsMet(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [query]);
  return isMet;
}

/** The theme that is drawn: the system's wish where it is left to it. High contrast is a dark one. */
function useDrawnTheme(theme: Settings['theme']): Exclude<Settings['theme'], 'system'> {
  const isDark = useMedia(darkMedia);
  const isContrast = useMedia(contrastMedia);
  if (theme !== 'system') return theme;
  if (isContrast) return 'contrast';
  return isDark ? 'dark' : 'light';
}

function parseRemembered(value: unknown): Preferences | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { theme, density, timeZone } = value as Readonly<Record<string, unknown>>;
  return {
    theme: themes.find((known) => known === theme) ?? 'system',
    density: density === 'comfortable' ? 'comfortable' : 'compact',
    timeZone: timeZone === 'local' ? 'local' : 'utc',
  };
}

/**
 * Applies theme and density to the page. The last values are remembered in the window, so that the first paint does not
 * flash white before the settings have been read.
 */
export function PreferencesProvider(props: { readonly children: ReactNode }): ReactElement {
  const settings = useSettings().data;
  const [remembered, remember] = useRemembered({ key: 'preferences', initial: defaults, parse: parseRemembered });
  const theme = settings?.theme ?? remembered.theme;
  const density = settings?.density ?? remembered.density;
  const timeZone = settings?.timeZone ?? remembered.timeZone;
  const preferences = useMemo(() => ({ theme, density, timeZone }), [theme, density, timeZone]);
  const drawn = useDrawnTheme(theme);
  useEffect(() => {
    document.body.classList.toggle('bp6-dark', drawn !== 'light');
    document.documentElement.dataset['theme'] = drawn;
    document.documentElement.dataset['density'] = density;
  }, [drawn, density]);
  useEffect(() => {
    if (settings !== undefined) remember(preferences);
  }, [settings, preferences, remember]);
  return <PreferencesContext value={preferences}>{props.children}</PreferencesContext>;
}
