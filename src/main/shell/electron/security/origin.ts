/** The window's own address. A scheme of our own instead of `file:`, so that the origin means something. */
export const appScheme = 'app';
export const appHost = 'sightline';
export const appOrigin = `${appScheme}://${appHost}`;

/** Whether a URL lies inside the window's own origin. In Node the origin of a custom scheme is `null`, so parts are compared. */
export function isAppUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.protocol === `${appScheme}:` && url.host === appHost && url.username === '';
}
