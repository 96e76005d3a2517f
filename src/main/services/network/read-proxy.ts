import { AppError } from '#shared/errors/app-error.ts';
import type { ProxySettings } from '#shared/model/network.ts';
import { readAddress, readNetwork } from '#shared/text/addresses.ts';

/**
 * Checks a proxy as typed.
 * @returns it with the origin as WHATWG writes it; without one where the mode needs none.
 * @throws AppError `input.invalid`; the text is not repeated, since it may hold a password.
 */
export function checkProxy(typed: ProxySettings): ProxySettings {
  if (typed.mode !== 'manual') return { ...typed, origin: null };
  const text = typed.origin?.trim() ?? '';
  // A word alone, such as "off", is no proxy.
  const url = URL.parse(/^[^/]+:\d+$/.test(text) ? `http://${text}` : text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw refuse('The proxy must read http://host:port or https://host:port.');
  }
  if (url.username !== '' || url.password !== '') {
    throw refuse('The address of the proxy must not hold a user name or password.', 'They are given on their own.');
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw refuse('A proxy has no path.');
  const bad = typed.bypass.find((entry) => !isHost(entry));
  if (bad !== undefined) throw refuse('A host to be asked directly must be a name, an address or a network.');
  return { ...typed, origin: url.origin };
}

/** As NO_PROXY spells them: a name, `.name`, `*.name` or `*`, an address, each with or without a port; or a network. */
function isHost(entry: string): boolean {
  if (readAddress(entry) !== undefined || readNetwork(entry) !== undefined) return true;
  const [, name = '', port = '0'] = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(entry) ?? [];
  if (Number(port) > 65_535) return false;
  if (name.startsWith('[')) return readAddress(name.slice(1, -1)) !== undefined;
  return name === '*' || /^(?:\*?\.)?[\w-]+(?:\.[\w-]+)*\.?$/.test(name);
}

function refuse(message: string, suggestion?: string): AppError {
  return new AppError('input.invalid', message, suggestion === undefined ? {} : { suggestion });
}
