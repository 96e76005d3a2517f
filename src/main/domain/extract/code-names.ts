/** Top-level domains that are words, as members of objects and modules are. */
const memberWords: ReadonlySet<string> = new Set(
  (
    'now name id in is do run call day date today map data info email open host link click new watch zone style plus bar foo dev show ' +
    'group next read build search select media post play save sale store like page ping prime pro events codes security services network ' +
    'net stream video space site direct directory domains download tools case it at to as so me my us no ' +
    'java cat world int box top win py goo monster observer lighting menu observer properties report review support training '
  )
    .trim()
    .split(' '),
);
/** What stands before the dot in programs. */
const receivers: ReadonlySet<string> = new Set(
  (
    'this self cls super os sys console document window math time date datetime string system process module node event evt item items ' +
    'obj object user users req request res response ctx context args kwargs params config conf options opts data json np pd plt tf torch ' +
    're io fs path http url util utils logger log logging thread file stream reader writer session cookie form input output element el ' +
    'list array dict row col field result err error ex exception suite expect env globals builtins math random socket subprocess msg ' +
    'message value key target source parent child root table column model view store state props component service task job host device ' +
    'registry package pkg class method func function var val tmp image img buf buffer db sql query record entry account profile'
  ).split(' '),
);
/** First parts of package names: a domain written backwards, or a library's root. */
const packageRoots: ReadonlySet<string> = new Set(
  'com org net edu gov io java javax jakarta android androidx kotlin scala sun jdk system microsoft windows'.split(' '),
);

/** Whether dotted words are a package or class: `com.example.app.Main`, `java.util.zip`, `System.Net.Sockets`. */
export function isPackageName(labels: readonly string[]): boolean {
  return labels.length > 2 && packageRoots.has(labels[0]?.toLowerCase() ?? '');
}

/**
 * Whether dotted words that end in a top-level domain are rather a member of something in a program: `Time.now`, `this.name`,
 * `items.map(`.
 */
export function isMemberName(labels: readonly string[], next: string): boolean {
  const last = labels.at(-1) ?? '';
  if (!memberWords.has(last.toLowerCase())) return false;
  const [first = ''] = labels;
  if (next === '(' || receivers.has(first.toLowerCase())) return true;
  return /^[A-Z]?[a-z]+$/.test(last) && labels.slice(0, -1).some((label) => /^[A-Z][a-z]|[a-z][A-Z]/.test(label));
}

/** First parts of the names of fields in logs: field sets of the Elastic Common Schema and namespaces of OpenTelemetry. */
const fieldSets: ReadonlySet<string> = new Set(
  (
    'agent as client cloud container data_stream destination device dll dns ecs elf email error event faas file geo group hash host http ' +
    'interface k8s kibana log macho network observer orchestrator organization os package pe process registry related risk rule server ' +
    'service source span threat tls trace transaction url user user_agent vlan volume vulnerability winlog x509'
  ).split(' '),
);
/** Their last parts that are top-level domains, or look like the ending of a file. */
const fieldWords: ReadonlySet<string> = new Set(
  'author channel city company country data email family group id log md5 ms name pid sha1 sha256 sha512 target total'.split(
    ' ',
  ),
);

/**
 * Whether dotted words that stand for a key are the name of a field: surely (`host.name`), perhaps (`order.id`, `evil.top`, which
 * are words throughout), or no more than any others (`evil-key.com`, `evil.ru`).
 */
export function judgeFieldName(labels: readonly string[]): 'field' | 'unclear' | 'other' {
  // Names of fields are identifiers.
  if (!labels.every((label) => /^[A-Za-z_]\w*$/.test(label))) return 'other';
  const last = labels.at(-1)?.toLowerCase() ?? '';
  const isFieldWord = fieldWords.has(last);
  if (isFieldWord && fieldSets.has(labels[0]?.toLowerCase() ?? '')) return 'field';
  const isWord = isFieldWord || memberWords.has(last) || labels.some((label) => /[a-z][A-Z]/.test(label));
  return isWord ? 'unclear' : 'other';
}
