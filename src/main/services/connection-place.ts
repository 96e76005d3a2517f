import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Reads a base URL: an origin, `https:` anywhere, `http:` on the loopback interface only.
 *
 * @returns the origin as WHATWG writes it, without a slash at the end.
 * @throws AppError `input.invalid` for anything else; the text is not repeated, since it may hold a password.
 */
export function parseBaseUrl(text: string): string {
  const url = /^https?:\/\//i.test(text.trim()) ? URL.parse(text.trim()) : null;
  if (url === null) throw refuse('The base URL must read https://host or https://host:port.');
  if (url.username !== '' || url.password !== '') throw refuse('The base URL must not hold a user name or password.');
  if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
    throw refuse('Unencrypted http is accepted on this machine only (127.0.0.1, ::1, localhost).');
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw refuse('The base URL must be an origin without a path: the paths are added by Sightline.');
  }
  return url.origin;
}

/** Whether calls to an origin stay on this computer. */
export function isOfThisComputer(origin: string): boolean {
  return loopbackHosts.has(new URL(origin).hostname);
}

/** A site of a vendor by its id, without regard to case. @throws AppError `input.invalid` naming the known ones. */
export function parseSite(module: VendorModule, text: string): string {
  const found = module.sites.find((site) => site.id.toLowerCase() === text.trim().toLowerCase());
  if (found !== undefined) return found.id;
  if (module.sites.length === 0) throw refuse(`${module.displayName} has one site only; leave it out.`);
  throw new AppError('input.invalid', `${module.displayName} has no site of that name.`, {
    suggestion: `One of: ${module.sites.map((site) => site.id).join(', ')}.`,
  });
}

/** Where the requests of a connection go, and whether the user fixed that. */
export function placeOf(
  module: VendorModule,
  connection: { readonly site: string | null; readonly baseUrl: string | null },
): { readonly origin: string; readonly isFixed: boolean } {
  if (connection.baseUrl !== null) return { origin: connection.baseUrl, isFixed: true };
  const site = module.sites.find(({ id }) => id === connection.site);
  return { origin: site?.origin ?? module.defaultOrigin, isFixed: false };
}

function refuse(message: string): AppError {
  return new AppError('input.invalid', message);
}
