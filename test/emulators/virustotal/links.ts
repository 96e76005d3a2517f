/** Writes the `links` of stream pages; the vendor spells `self` and `next` differently. */

/** The stream's own address with the caller's parameters: `:` as it is, a space as `%20`. Bare without parameters. */
export function selfLink(address: string, query: URLSearchParams): string {
  const parameters = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%3A', ':')}`);
  return parameters.length === 0 ? address : `${address}?${parameters.join('&')}`;
}

/** The next page: the caller's parameters as a form writes them (`%3A`, `+`), the cursor last. */
export function nextLink(address: string, query: URLSearchParams, cursor: string): string {
  const parameters = new URLSearchParams(query);
  parameters.delete('cursor');
  parameters.append('cursor', cursor);
  return `${address}?${parameters.toString()}`;
}
