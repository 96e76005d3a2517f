/** The help on the query language, made of the grammar's own tables: what the parser does not know cannot stand here. */
import { closedWords, type FieldRule, fieldRules } from './fields.ts';
import { sortFields } from './plan.ts';

/** One line: something that can be written, and what it finds. */
export interface HelpEntry {
  /** Query text that can be read as it stands. */
  readonly example: string;
  readonly meaning: string;
}

/** Lines that belong together. */
export interface HelpSection {
  readonly title: string;
  readonly entries: readonly HelpEntry[];
}

/** What each field asks for; a field without a line here fails a test. */
const meanings: Readonly<Record<string, string>> = {
  value: 'the whole value; * is any text: evil*, *.ru, *login*',
  under: 'a domain, its subdomains, URLs and e-mail addresses below it',
  ip: 'addresses and smaller networks inside',
  type: 'kind of indicator',
  severity: 'band of its score',
  state: 'how far its triage is',
  verdict: 'what was decided about it',
  is: 'what is remarkable about it',
  has: 'what of ours is attached to it',
  vendor: 'who said so; vendor:(a AND b) for both',
  connection: 'through which account of a vendor',
  stream: 'in which of a vendor’s streams',
  action: 'what a vendor does about it',
  platform: 'for which systems a vendor acts on it',
  tag: 'a tag, whatever its case',
  source: 'the feed that a vendor names',
  category: 'a vendor’s category',
  rule: 'the rule or behaviour that matched',
  country: 'where its address is registered',
  asn: 'the network it belongs to',
  as_type: 'kind of that network',
  live: 'a vendor that has a record of it now, neither gone nor expired',
  expired: 'a vendor of which a record has expired and is not gone',
  gone: 'a vendor that took a record of it away',
  enforced: 'what a vendor does about it now, by a live record',
  tlp: 'its own mark',
  case: 'the case it is in: 7 or CASE-0007',
  score: '0 to 100, the highest of its live records',
  observations: 'how many records there are about it',
  first_seen: 'earliest time that a vendor names',
  last_seen: 'latest time that a vendor names',
  fetched: 'when it last came from a vendor',
  expires: 'when the last of its records expires',
  triaged: 'when it was last decided about',
  sort: 'the order; - is falling, commas part several',
};

/** What a field asks for, in a few words. */
export function fieldMeaning(field: string): string {
  return meanings[field] ?? '';
}

const textForms: readonly HelpEntry[] = [
  { example: 'evil', meaning: 'text inside the value, tags, notes, rule and malware names' },
  { example: '"two words"', meaning: 'the same with blanks; \\" and \\\\ inside quotes' },
  { example: '203.0.113[.]9', meaning: 'an address, URL, hash or e-mail: exactly that, defanged or not' },
  { example: '198.51.100.0/24', meaning: 'a network: what it contains' },
  {
    example: 'value:(evil.com OR 203.0.113[.]9)',
    meaning: 'any of a list, each as a whole; a pasted list becomes this',
  },
];

const combinations: readonly HelpEntry[] = [
  { example: 'type:domain score:>=70', meaning: 'side by side: both must hold' },
  { example: 'tag:c2 OR tag:rat', meaning: 'either; AND binds tighter' },
  { example: 'tag:(c2 OR rat)', meaning: 'either value; also tag:c2,rat' },
  { example: '-tag:scanner', meaning: 'not; also NOT tag:scanner' },
  { example: '(type:url OR type:domain) -is:gone', meaning: 'brackets group' },
];

const timeForms: readonly HelpEntry[] = [
  { example: 'last_seen:2026-11-01', meaning: 'on that day (UTC)' },
  { example: 'last_seen:>now-7d', meaning: 'the last seven days; s m h d w' },
  { example: 'last_seen:2026-11-01..2026-11-07', meaning: 'both days included' },
  { example: 'last_seen:>triaged', meaning: 'later than another of its times: seen again since it was decided about' },
  { example: 'score:50..80', meaning: 'numbers likewise, also >=70 and <40' },
];

/** The whole help, in the order in which it is read. */
export function listHelp(): readonly HelpSection[] {
  return [
    { title: 'Text and indicators', entries: textForms },
    { title: 'Together', entries: combinations },
    { title: 'Times and numbers', entries: timeForms },
    { title: 'Fields', entries: [...fieldRules].map(([name, rule]) => describeField(name, rule)) },
  ];
}

function describeField(name: string, rule: FieldRule): HelpEntry {
  const words = wordsOf(rule);
  const list = words.length === 0 ? '' : `: ${words.join(', ')}`;
  return { example: `${name}:${exampleOf(name, rule)}`, meaning: `${fieldMeaning(name)}${list}` };
}

function wordsOf(rule: FieldRule): readonly string[] {
  if (rule.kind === 'closed') return closedWords[rule.field];
  return rule.kind === 'sort' ? sortFields : [];
}

const wordExamples: Readonly<Record<string, string>> = {
  value: '*.ru',
  under: 'evil.com',
  ip: '10.0.0.0/8',
  vendor: 'datadog',
  connection: 'main',
  stream: 'indicators',
  action: 'prevent',
  platform: 'windows',
  tag: 'apt*',
  source: '"abuse.ch"',
  category: 'malware',
  rule: '*cobalt*',
  country: 'nl',
  asn: 'as64500',
  as_type: 'hosting',
  live: 'datadog',
  expired: 'crowdstrike',
  gone: 'virustotal',
  enforced: '(prevent OR detect)',
  tlp: 'amber',
  case: '7',
};

function exampleOf(name: string, rule: FieldRule): string {
  switch (rule.kind) {
    case 'closed':
      return closedWords[rule.field][0];
    case 'number':
      return rule.field === 'score' ? '>=70' : '>3';
    case 'time':
      return rule.field === 'expires' ? '<now+7d' : '>now-7d';
    case 'sort':
      return '-last_seen';
    default:
      return wordExamples[name] ?? '*';
  }
}
