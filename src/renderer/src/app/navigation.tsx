import {
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type Route, readPlace, routeOfScreen, type Screen, writePlace } from './routes.ts';

/** Where we are and how to go elsewhere. */
export interface Navigation {
  readonly route: Route;
  /** `replace` keeps the place in the history: typing a query is one step back, not one per letter. */
  go(route: Route, how?: 'push' | 'replace'): void;
  goToScreen(screen: Screen): void;
}

const NavigationContext = createContext<Navigation | null>(null);

/** See {@link Navigation}. @throws Error outside the provider, which is a mistake in our own tree. */
export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (navigation === null) throw new Error('No navigation above this component.');
  return navigation;
}

const readCurrentPlace = (): Route => readPlace(window.location.hash, window.history.state);

/** Keeps the route in the window's history. */
export function NavigationProvider(props: { readonly children: ReactNode }): ReactElement {
  const [route, setRoute] = useState(readCurrentPlace);
  const lastQuery = useRef('');
  useEffect(() => {
    if (route.screen === 'explore') lastQuery.current = route.query;
  }, [route]);
  useEffect(() => {
    const follow = (): void => setRoute(readCurrentPlace());
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const go = useCallback((next: Route, how: 'push' | 'replace' = 'push') => {
    const { fragment, state } = writePlace(next);
    const now = writePlace(readCurrentPlace());
    if (fragment !== now.fragment || state?.query !== now.state?.query) {
      if (how === 'push') window.history.pushState(state, '', fragment);
      else window.history.replaceState(state, '', fragment);
    }
    setRoute(next);
  }, []);
  const goToScreen = useCallback((screen: Screen) => go(routeOfScreen(screen, lastQuery.current)), [go]);
  const navigation = useMemo(() => ({ route, go, goToScreen }), [route, go, goToScreen]);
  return <NavigationContext value={navigation}>{props.children}</NavigationContext>;
}
