/** One way in which reports write a character so that nothing follows it, or break it by accident. */
export interface Spelling {
  readonly written: string;
  /** What it stands for; empty for what only hides between characters. */
  readonly means: string;
  /** `word`: counts only between two characters of a word; `host`: only after a label that begins a word or follows a dot. */
  readonly where: 'anywhere' | 'word' | 'host';
}

const brackets: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['(', ')'],
  ['{', '}'],
  ['<', '>'],
];

/** What stands between brackets, by what it means. */
const bracketed: Readonly<Record<string, readonly string[]>> = {
  '.': ['.', 'dot', ' . ', ' dot ', ',', 'd0t', 'punkt'],
  ':': [':', 'colon'],
  '/': ['/', 'slash'],
  '@': ['@', 'at', ' @ ', ' at ', 'arroba'],
  '://': ['://', ' :// '],
  '//': ['//'],
  ':/': [':/'],
};

const doubled: readonly Spelling[] = [
  { written: '[[.]]', means: '.', where: 'anywhere' },
  { written: '((.))', means: '.', where: 'anywhere' },
  { written: '[[dot]]', means: '.', where: 'anywhere' },
  { written: '[[@]]', means: '@', where: 'anywhere' },
];

/** Half a pair, as careless find-and-replace leaves it; `evil[.com]` reads as `evil.com` by the first. */
const halves: readonly Spelling[] = [...['[.', '.]', '(.', '.)', '{.', '.}', '[dot', 'dot]', '[.[', '].]']].map(
  (written) => ({ written, means: '.', where: 'word' as const }),
);

const entities: readonly Spelling[] = [
  ['&#46;', '.'],
  ['&#x2e;', '.'],
  ['&period;', '.'],
  ['&#58;', ':'],
  ['&#x3a;', ':'],
  ['&colon;', ':'],
  ['&#47;', '/'],
  ['&#x2f;', '/'],
  ['&sol;', '/'],
  ['&#64;', '@'],
  ['&#x40;', '@'],
  ['&commat;', '@'],
].map(([written = '', means = '']) => ({ written, means, where: 'anywhere' }));

/** Look-alikes that domain names allow for a dot, and full-width forms. */
const lookAlikes: readonly Spelling[] = [
  ['\u3002', '.'],
  ['\uFF0E', '.'],
  ['\uFF61', '.'],
  ['\u2024', '.'],
  ['\uFF1A', ':'],
  ['\uFF0F', '/'],
  ['\u2215', '/'],
  ['\uFF20', '@'],
  ['\uFE6B', '@'],
].map(([written = '', means = '']) => ({
  written,
  means,
  where: means === '.' || means === '@' ? 'word' : 'anywhere',
}));

/** Left behind by copying from web pages and documents. */
const invisible: readonly Spelling[] = ['\u200B', '\u200C', '\u200D', '\u2060', '\uFEFF', '\u00AD'].map((written) => ({
  written,
  means: '',
  where: 'anywhere',
}));

/** Every spelling of a character, the longest first. */
export const spellings: readonly Spelling[] = [
  ...Object.entries(bracketed).flatMap(([means, inner]) =>
    inner.flatMap((text) =>
      brackets.map(([open, close]): Spelling => ({ written: `${open}${text}${close}`, means, where: 'anywhere' })),
    ),
  ),
  ...doubled,
  ...halves,
  { written: '\\.', means: '.', where: 'host' as const },
  { written: '\\[.\\]', means: '.', where: 'word' as const },
  { written: '\\[.]', means: '.', where: 'word' as const },
  ...entities,
  ...lookAlikes,
  ...invisible,
].sort((left, right) => right.written.length - left.written.length);

/** Names of schemes made harmless, and what each stands for; compared without case. */
export const schemeSpellings: ReadonlyMap<string, string> = new Map([
  ...['hxxp', 'hxxxp', 'htxp', 'hxtp', 'httx', 'httxp', 'hzzp', 'h**p', 'h##p', 'h__p', 'h--p', 'h@@p', 'xxxp'].map(
    (written) => [written, 'http'] as const,
  ),
  ...['h[tt]p', 'h(tt)p', 'h{tt}p', 'h[xx]p', 'ht[t]p', '[http]', '(http)', 'meow'].map(
    (written) => [written, 'http'] as const,
  ),
  ...['hxxps', 'hxxxps', 'htxps', 'hxtps', 'httxs', 'httxps', 'hzzps', 'h**ps', 'h##ps', 'h__ps', 'h--ps'].map(
    (written) => [written, 'https'] as const,
  ),
  ...['h@@ps', 'h[tt]ps', 'h(tt)ps', 'h[xx]ps', 'ht[t]ps', '[https]', '(https)', 'meows', 'http[s]', 'hxxp[s]'].map(
    (written) => [written, 'https'] as const,
  ),
  ...['fxp', 'f*p', 'f**p', 'fxxp', 'f[t]p', '[ftp]'].map((written) => [written, 'ftp'] as const),
  ...['fxps', 'f*ps', 'f**ps'].map((written) => [written, 'ftps'] as const),
  ...['sxtp', 'sfxp'].map((written) => [written, 'sftp'] as const),
]);

/** Schemes that are taken as URLs in running text. */
export const exactSchemes: ReadonlySet<string> = new Set([
  ...['http', 'https', 'ftp', 'ftps', 'sftp', 'ssh', 'ws', 'wss', 'tcp', 'udp', 'tls', 'ldap', 'ldaps', 'rmi', 'smb'],
  ...[
    'telnet',
    'rdp',
    'irc',
    'ircs',
    'gopher',
    'socks',
    'socks4',
    'socks5',
    'stratum+tcp',
    'stratum+ssl',
    'dns',
    'doh',
  ],
  ...['tftp', 'rtsp', 'mms', 'git', 'svn', 'redis', 'mongodb', 'mysql', 'postgresql', 'amqp', 'mqtt', 'vnc', 'quic'],
]);
