/**
 * Where a file of the packaged program lies on the disk: threads and native code cannot be loaded from inside the archive, so
 * their entries are kept beside it. Run from source there is no archive, and nothing changes.
 */
export function unpackedUrl(url: URL): URL {
  return new URL(url.href.replace('/app.asar/', '/app.asar.unpacked/'));
}
