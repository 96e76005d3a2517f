import type { IndicatorType } from '#shared/model/vocabulary.ts';

/** Terms of the OpenIOC dictionary whose content is a kind of value that is kept; null: its look decides. */
const types: Readonly<Record<string, IndicatorType | null>> = {
  'portitem/remoteip': 'ipv4',
  'portitem/localip': 'ipv4',
  'arpentryitem/ipv4address': 'ipv4',
  'routeentryitem/destination': 'ipv4',
  'network/dns': 'domain',
  'dnsentryitem/host': 'domain',
  'dnsentryitem/recordname': 'domain',
  'urlhistoryitem/hostname': 'domain',
  'network/uri': 'url',
  'urlhistoryitem/url': 'url',
  'filedownloadhistoryitem/sourceurl': 'url',
  'email/from': 'email',
  'email/to': 'email',
  'email/replyto': 'email',
  'fileitem/md5sum': 'md5',
  'fileitem/sha1sum': 'sha1',
  'fileitem/sha256sum': 'sha256',
  'driveritem/md5sum': 'md5',
  'processitem/sectionlist/memorysection/md5sum': 'md5',
  'serviceitem/pathmd5sum': 'md5',
  'fileitem/fullpath': 'path',
  'fileitem/filepath': 'path',
  'fileitem/filename': 'path',
  'processitem/path': 'path',
  'serviceitem/path': 'path',
  'registryitem/path': 'registry_key',
  'registryitem/keypath': 'registry_key',
  'network/useragent': 'user_agent',
};

/** Undefined: nothing is kept of it. Read without regard to case. */
export function typeOfTerm(search: string): IndicatorType | null | undefined {
  const term = search.toLowerCase();
  return Object.hasOwn(types, term) ? types[term] : undefined;
}

/** Terms that say more of what stands beside them. */
export function isBesideTerm(search: string): boolean {
  return /^portitem\/(?:remote|local)port$/i.test(search);
}
