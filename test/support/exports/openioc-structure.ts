import { SaxesParser } from 'saxes';

/** An element as it was read. */
interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

/** What an element may hold: attributes with the form of their values, children in this order, and text. */
interface Shape {
  readonly attributes?: Readonly<Record<string, RegExp>>;
  /** Name, least number, most. */
  readonly children?: readonly (readonly [name: string, least: number, most: number])[];
  readonly text?: RegExp;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const anyText = /^.*$/s;
const many = Number.POSITIVE_INFINITY;
const flag = /^(?:true|false)$/;

/**
 * The structure of OpenIOC 1.1 as its published schema has it (draft of 2013), as far as we write it: every attribute that we
 * write is demanded, and ids are held to be UUIDs, which the schema leaves open.
 */
const shapes: Readonly<Record<string, Shape>> = {
  OpenIOC: {
    attributes: {
      xmlns: /^http:\/\/openioc\.org\/schemas\/OpenIOC_1\.1$/,
      id: uuid,
      'last-modified': moment,
      'published-date': moment,
    },
    children: [
      ['metadata', 1, 1],
      ['criteria', 1, 1],
      ['parameters', 0, 1],
    ],
  },
  metadata: {
    children: [
      ['short_description', 0, 1],
      ['description', 0, 1],
      ['keywords', 0, 1],
      ['authored_by', 0, 1],
      ['authored_date', 1, 1],
      ['links', 0, 1],
    ],
  },
  short_description: { text: anyText },
  description: { text: anyText },
  authored_by: { text: anyText },
  authored_date: { text: moment },
  links: { children: [['link', 0, many]] },
  link: { attributes: { rel: /^tlp$/ }, text: /^(?:clear|green|amber|amber\+strict|red)$/ },
  criteria: { children: [['Indicator', 1, 1]] },
  // Items come before groups: one after a group is refused.
  Indicator: {
    attributes: { operator: /^(?:OR|AND)$/, id: uuid },
    children: [
      ['IndicatorItem', 0, many],
      ['Indicator', 0, many],
    ],
  },
  IndicatorItem: {
    attributes: { id: uuid, condition: /^is$/, 'preserve-case': flag, negate: flag },
    children: [
      ['Context', 1, 1],
      ['Content', 1, 1],
    ],
  },
  Context: { attributes: { document: /^\w+$/, search: /^\w+\/\w+$/, type: /^mir$/ } },
  Content: { attributes: { type: /^(?:IP|string|int|md5|sha1|sha256)$/ }, text: /./s },
  parameters: { children: [['param', 0, many]] },
  param: { attributes: { id: uuid, 'ref-id': uuid, name: /^comment$/ }, children: [['value', 1, 1]] },
  value: { text: anyText },
};

/** Terms of the dictionary, with the type and the form of their content. */
const terms: Readonly<Record<string, readonly [type: string, form: RegExp]>> = {
  'PortItem/remoteIP': ['IP', /^[\d.]+(?:\/\d+)?$|^[\da-f:.]+(?:\/\d+)?$/],
  'PortItem/remotePort': ['int', /^\d{1,5}$/],
  'Network/DNS': ['string', anyText],
  'Network/URI': ['string', anyText],
  'Network/UserAgent': ['string', anyText],
  'Email/From': ['string', /@/],
  'FileItem/Md5sum': ['md5', /^[\da-f]{32}$/],
  'FileItem/Sha1sum': ['sha1', /^[\da-f]{40}$/],
  'FileItem/Sha256sum': ['sha256', /^[\da-f]{64}$/],
  'FileItem/FullPath': ['string', anyText],
  'RegistryItem/Path': ['string', anyText],
};

/**
 * Holds an OpenIOC document against the structure, the terms, and what ties its ids together.
 * @returns what is wrong, each as a sentence; at most 20. @throws Error where it is no well-formed XML.
 */
export function findOpenIocFaults(text: string): readonly string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  const refs: string[] = [];
  const look = (node: Node): void => {
    faults.push(...faultsOf(node));
    const { id, 'ref-id': ref } = node.attributes;
    if (id !== undefined && ids.has(id)) faults.push(`The id ${id} is there twice.`);
    if (id !== undefined) ids.add(id);
    if (ref !== undefined) refs.push(ref);
    node.children.forEach(look);
  };
  const root = readTree(text);
  if (root.name !== 'OpenIOC') faults.push(`The root is ${root.name}.`);
  look(root);
  faults.push(...refs.filter((ref) => !ids.has(ref)).map((ref) => `Nothing has the id ${ref}.`));
  return faults.slice(0, 20);
}

function* faultsOf(node: Node): Generator<string> {
  const { name, attributes, children, text } = node;
  const shape = shapes[name];
  if (shape === undefined) {
    yield `There is no element ${name}.`;
    return;
  }
  for (const given of Object.keys(attributes)) if (shape.attributes?.[given] === undefined) yield `${name}/@${given}`;
  for (const [wanted, form] of Object.entries(shape.attributes ?? {})) {
    if (!form.test(attributes[wanted] ?? '')) yield `${name}/@${wanted} is ${attributes[wanted]}.`;
  }
  const order = shape.children ?? [];
  let at = 0;
  for (const child of children) {
    while (at < order.length && order[at]?.[0] !== child.name) at += 1;
    if (at === order.length) yield `${child.name} does not stand there in ${name}.`;
  }
  for (const [child, least, most] of order) {
    const count = children.filter((one) => one.name === child).length;
    if (count < least || count > most) yield `${name} holds ${count} of ${child}.`;
  }
  if (!(shape.text ?? /^\s*$/).test(text)) yield `${name} holds the text ${text.slice(0, 40)}.`;
  if (name === 'IndicatorItem') yield* faultsOfItem(children);
}

function* faultsOfItem([context, content]: readonly Node[]): Generator<string> {
  const { search = '', document } = context?.attributes ?? {};
  const [type, form] = terms[search] ?? [];
  if (type === undefined || form === undefined) yield `There is no term ${search}.`;
  else if (content?.attributes['type'] !== type) yield `${search} is not of the type ${content?.attributes['type']}.`;
  else if (!form.test(content.text)) yield `${search} is ${content.text.slice(0, 80)}.`;
  if (document !== search.split('/')[0]) yield `${search} is not of the document ${document}.`;
}

function readTree(text: string): Node {
  const top: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', (part) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += part;
  });
  parser.write(text).close();
  return top.children[0] ?? top;
}
