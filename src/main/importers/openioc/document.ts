import { SaxesParser } from 'saxes';
import { AppError } from '#shared/errors/app-error.ts';

/** One comparison of a definition: `FileItem/Md5sum is abc`. */
export interface IocItem {
  readonly id: string;
  readonly search: string;
  readonly condition: string;
  readonly negated: boolean;
  readonly content: string;
}

/** Items that must hold together, or of which any may. */
export interface IocGroup {
  readonly operator: 'AND' | 'OR';
  readonly items: IocItem[];
  readonly groups: IocGroup[];
}

/** An OpenIOC document (1.0 or 1.1), read. */
export interface IocDocument {
  readonly id: string;
  readonly texts: ReadonlyMap<string, string>;
  /** By their `rel`. */
  readonly links: ReadonlyMap<string, string>;
  readonly root: IocGroup;
}

/** Deepest nesting; real ones have a handful. */
const depthLimit = 100;
const metadata: ReadonlySet<string> = new Set(['short_description', 'description', 'authored_by', 'authored_date']);

/**
 * Reads the XML as it comes. Nothing is looked up: a document type, with which entities begin, is refused.
 * @throws AppError `input.invalid`.
 */
export function readIocDocument(name: string, text: string): IocDocument {
  const reader = new Reader(name);
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw invalid(name, 'it declares a document type, which no OpenIOC file has');
  });
  parser.on('error', (error) => {
    throw invalid(name, `it is not well-formed XML (${error.message.slice(0, 120).replace(/\s+/g, ' ')})`);
  });
  parser.on('opentag', ({ name: tag, attributes }) => reader.open(localName(tag), attributes));
  parser.on('closetag', ({ name: tag }) => reader.close(localName(tag)));
  parser.on('text', (part) => reader.addText(part));
  parser.on('cdata', (part) => reader.addText(part));
  parser.write(text).close();
  return reader.finish();
}

function invalid(name: string, why: string): AppError {
  return new AppError('input.invalid', `${name}: ${why}.`);
}

const localName = (tag: string): string => tag.slice(tag.indexOf(':') + 1);

type Attributes = Readonly<Record<string, string>>;

class Reader {
  readonly #name: string;
  readonly #root: IocGroup = { operator: 'OR', items: [], groups: [] };
  readonly #groups: IocGroup[] = [this.#root];
  readonly #texts = new Map<string, string>();
  readonly #links = new Map<string, string>();
  #id: string | undefined;
  #depth = 0;
  #text = '';
  #item: Omit<IocItem, 'content'> | undefined;
  #content = '';
  #rel: string | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  open(tag: string, attributes: Attributes): void {
    this.#depth += 1;
    if (this.#depth > depthLimit) throw invalid(this.#name, 'its elements stand too deep in each other');
    if (this.#id === undefined) {
      if (tag !== 'OpenIOC' && tag !== 'ioc') throw invalid(this.#name, 'it is no OpenIOC document');
      this.#id = attributes['id'] ?? '';
    }
    this.#text = '';
    if (tag === 'Indicator') this.#openGroup(attributes);
    if (tag === 'IndicatorItem') this.#openItem(attributes);
    if (tag === 'Context' && this.#item !== undefined) {
      this.#item = { ...this.#item, search: attributes['search'] ?? '' };
    }
    if (tag === 'link') this.#rel = attributes['rel'];
  }

  close(tag: string): void {
    this.#depth -= 1;
    if (tag === 'Indicator') this.#groups.pop();
    if (tag === 'Content') this.#content = this.#text;
    if (tag === 'IndicatorItem') this.#closeItem();
    if (tag === 'link' && this.#rel !== undefined) this.#links.set(this.#rel.toLowerCase(), this.#text.trim());
    if (metadata.has(tag) && this.#groups.length === 1 && !this.#texts.has(tag))
      this.#texts.set(tag, this.#text.trim());
    this.#text = '';
  }

  addText(part: string): void {
    this.#text += part;
  }

  finish(): IocDocument {
    return { id: this.#id ?? '', texts: this.#texts, links: this.#links, root: this.#root };
  }

  #openGroup({ operator }: Attributes): void {
    const group: IocGroup = { operator: operator?.toUpperCase() === 'AND' ? 'AND' : 'OR', items: [], groups: [] };
    this.#groups.at(-1)?.groups.push(group);
    this.#groups.push(group);
  }

  #openItem(attributes: Attributes): void {
    this.#content = '';
    this.#item = {
      id: attributes['id'] ?? '',
      search: '',
      condition: attributes['condition'] ?? 'is',
      negated: attributes['negate'] === 'true' || attributes['condition'] === 'isnot',
    };
  }

  #closeItem(): void {
    if (this.#item !== undefined) this.#groups.at(-1)?.items.push({ ...this.#item, content: this.#content });
    this.#item = undefined;
  }
}
