/** Where the window is; kept in the address's fragment, so the system's back and forward work. */
export type Route =
  | { readonly screen: 'explore'; readonly query: string }
  | { readonly screen: 'lookup' }
  | { readonly screen: 'cases'; readonly number: string | null }
  | { readonly screen: 'sources'; readonly connection: string | null }
  | { readonly screen: 'outbox' }
  | { readonly screen: 'settings' };

/** The screens in the order of the navigation rail. */
export const screens = ['explore', 'lookup', 'cases', 'outbox', 'sources', 'settings'] as const;
export type Screen = (typeof screens)[number];

/** `#/explore?q=…`, `#/cases/CASE-0001`, `#/sources/c-…`, `#/settings`. */
export function writeRoute(route: Route): string {
  switch (route.screen) {
    case 'explore':
      return route.query === '' ? '#/explore' : `#/explore?q=${encodeURIComponent(route.query)}`;
    case 'cases':
      return route.number === null ? '#/cases' : `#/cases/${encodeURIComponent(route.number)}`;
    case 'sources':
      return route.connection === null ? '#/sources' : `#/sources/${encodeURIComponent(route.connection)}`;
    case 'lookup':
      return '#/lookup';
    case 'outbox':
      return '#/outbox';
    default:
      return '#/settings';
  }
}

/** Where a route is kept: in the address, and what does not fit into one in the state of the history entry. */
export interface Place {
  readonly fragment: string;
  readonly state: { readonly query: string } | null;
}

/** Browsers refuse addresses of two million characters and slow down long before. */
const longestInAddress = 2_000;

/** The place of a route; a long query, such as a pasted list, stays out of the address. */
export function writePlace(route: Route): Place {
  const isLong = route.screen === 'explore' && route.query.length > longestInAddress;
  return isLong
    ? { fragment: '#/explore', state: { query: route.query } }
    : { fragment: writeRoute(route), state: null };
}

/** The other direction of {@link writePlace}; `state` is whatever the history holds. */
export function readPlace(fragment: string, state: unknown): Route {
  const route = readRoute(fragment);
  const isKept = route.screen === 'explore' && typeof state === 'object' && state !== null && 'query' in state;
  return isKept && typeof state.query === 'string' ? { screen: 'explore', query: state.query } : route;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A half-written escape can only come from a hand-edited address.
    return '';
  }
}

/** The other direction of {@link writeRoute}; anything unknown is the Explore screen. */
export function readRoute(fragment: string): Route {
  const parts = /^#\/([a-z]+)(?:\/([^?]*))?(?:\?q=(.*))?$/s.exec(fragment);
  const rest = parts?.[2] === undefined || parts[2] === '' ? null : decode(parts[2]);
  switch (parts?.[1]) {
    case 'cases':
      return { screen: 'cases', number: rest };
    case 'sources':
      return { screen: 'sources', connection: rest };
    case 'lookup':
      return { screen: 'lookup' };
    case 'outbox':
      return { screen: 'outbox' };
    case 'settings':
      return { screen: 'settings' };
    default:
      return { screen: 'explore', query: decode(parts?.[3] ?? '') };
  }
}

/** The route a navigation entry leads to. */
export function routeOfScreen(screen: Screen, lastQuery: string): Route {
  switch (screen) {
    case 'explore':
      return { screen, query: lastQuery };
    case 'cases':
      return { screen, number: null };
    case 'sources':
      return { screen, connection: null };
    case 'lookup':
    case 'outbox':
      return { screen };
    default:
      return { screen: 'settings' };
  }
}
