/** The window's address: a reserved name that no resolver knows, answered by our own route before any network is asked. */
export const windowOrigin = 'https://sightline.invalid';

/** The one page of the window. */
export const windowPage = `${windowOrigin}/index.html`;

/**
 * Whether a URL is one of our own files: by how it begins, as no other can begin so. Its origin would not be enough: that of
 * `blob:https://sightline.invalid/…` is ours too, although its content is whatever a script made.
 */
export function isWindowUrl(text: string): boolean {
  return text.startsWith(`${windowOrigin}/`);
}

/** Whether a URL is the window's page, whatever its fragment. */
export function isWindowPage(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.href === `${windowPage}${url.hash}`;
}
