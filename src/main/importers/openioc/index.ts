import { markOf } from '#main/domain/tlp.ts';
import type { DerivedDraft } from '#main/vendors/vendor.ts';
import { Collector } from '../collect.ts';
import type { Importer } from '../importer.ts';
import { shorten } from '../statement.ts';
import { type IocDocument, type IocGroup, type IocItem, readIocDocument } from './document.ts';
import { isBesideTerm, typeOfTerm } from './terms.ts';

/** OpenIOC 1.1, and 1.0 as far as it says the same. */
export const openioc: Importer = {
  id: 'openioc',
  fits: ({ text }) => opensAsIoc(text),
  read({ name, text }) {
    const document = readIocDocument(name, text);
    const collector = new Collector();
    readGroup({ collector, document }, document.root);
    return {
      format: 'openioc',
      author: document.texts.get('authored_by') || null,
      title: (document.texts.get('short_description') || name).slice(0, 300),
      case: null,
      rows: collector.rows,
      passedOver: collector.passedOver,
      notes: [],
      columns: null,
    };
  },
};

const prologue = /\s*(?:<\?xml[^>]*>\s*)?/y;
const blanks = /\s*/y;
const element = /<(?:\w+:)?(?:OpenIOC|ioc)[\s>]/y;

/**
 * Whether the first element, behind a declaration and comments, is of OpenIOC. The comments are stepped over one by one: an
 * expression for all of them would try each way to divide them.
 */
function opensAsIoc(text: string): boolean {
  let at = endOf(prologue, text, 0);
  while (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4);
    if (end === -1) return false;
    at = endOf(blanks, text, end + 3);
  }
  element.lastIndex = at;
  return element.test(text);
}

/** Where a match of a sticky expression that always matches ends. */
function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  expression.test(text);
  return expression.lastIndex;
}

interface Frame {
  readonly collector: Collector;
  readonly document: IocDocument;
}

function readGroup(frame: Frame, group: IocGroup): void {
  const isTogether = group.operator === 'AND';
  const path = isTogether ? joinPath(group.items) : undefined;
  const beside = isTogether ? group.items.filter(({ search }) => isBesideTerm(search)) : [];
  const rest = group.items.filter((item) => !beside.includes(item) && path?.used.includes(item) !== true);
  const derived = isTogether ? hashesOfOneFile(rest) : [];
  const context = beside.map(({ search, content }) => `${search} ${content}`).join(', ');
  const comment = context === '' ? null : `Looked for with ${shorten(context)}.`;
  if (path !== undefined) add(frame, { ...path.item, content: path.text }, { comment, derived: [] });
  for (const item of rest) add(frame, item, { comment, derived: isHash(item) ? derived : [] });
  // A port without an address is nothing that is kept.
  if (rest.length === 0 && path === undefined) for (const item of beside) skip(frame, item);
  for (const inner of group.groups) readGroup(frame, inner);
}

const isHash = ({ search }: IocItem): boolean => /^fileitem\/(?:md5|sha1|sha256)sum$/i.test(search);

/** Hashes that must hold together are of one file. */
function hashesOfOneFile(items: readonly IocItem[]): readonly DerivedDraft[] {
  const hashes = items.filter(isHash).flatMap(({ search, content }): DerivedDraft[] => {
    const type = typeOfTerm(search);
    const isKnown = type === 'md5' || type === 'sha1' || type === 'sha256';
    return isKnown ? [{ type, value: content.trim().toLowerCase(), relation: 'same_file' }] : [];
  });
  return new Set(hashes.map(({ type }) => type)).size === hashes.length && hashes.length > 1 ? hashes : [];
}

/** A folder and a name that must hold together are one path. */
function joinPath(items: readonly IocItem[]) {
  const find = (term: string): IocItem | undefined =>
    items.find(({ search, negated, condition }) => search.toLowerCase() === term && !negated && condition === 'is');
  const [folder, file] = [find('fileitem/filepath'), find('fileitem/filename')];
  if (folder === undefined || file === undefined) return undefined;
  const text = `${folder.content.replace(/[\\/]$/, '')}${folder.content.includes('/') ? '/' : '\\'}${file.content}`;
  return { item: file, text, used: [folder, file] };
}

interface Beside {
  readonly comment: string | null;
  readonly derived: readonly DerivedDraft[];
}

function add({ collector, document }: Frame, item: IocItem, { comment, derived }: Beside): void {
  const type = typeOfTerm(item.search);
  if (type === undefined || item.negated || item.condition.toLowerCase() !== 'is') {
    skip({ collector, document }, item);
    return;
  }
  const author = document.texts.get('authored_by') ?? '';
  const mark = markOf({ tags: [`tlp:${document.links.get('tlp') ?? ''}`] });
  collector.add({
    place: item.id || item.search,
    key: item.id || `${item.search} ${item.content}`,
    type,
    text: item.content,
    fields: {
      tags: mark === null ? [] : [`tlp:${mark}`],
      sources: author === '' ? [] : [{ name: author, intent: 'unstated' }],
      description: comment,
    },
    derived,
    comment,
    raw: item,
  });
}

function skip({ collector }: Frame, { id, search, condition, negated, content }: IocItem): void {
  const what = `${search} ${negated ? 'not ' : ''}${condition} ${shorten(content)}`.trim();
  const reason =
    typeOfTerm(search) === undefined
      ? 'Nothing here is made for this term.'
      : 'Only comparisons with a whole value (is) name an indicator.';
  collector.skip(id || search, what, reason);
}
