import { type Context, type Emitter, Liquid, Tag, type TagToken, type TopLevelToken } from 'liquidjs';
import { AppError } from '#shared/errors/app-error.ts';
import { type ReportSection, reportSections } from '#shared/model/report.ts';
import { CapturedText, MarkedCaptureTag } from './captured-text.ts';
import { marks, printText, removeMarks } from './marks.ts';

/** Most characters of a template. */
export const templateLengthLimit = 64 * 1024;
/** What one rendering may take; a template of a report takes a few milliseconds. */
const limits = {
  parseLimit: templateLengthLimit,
  renderLimit: 5_000,
  memoryLimit: 50_000_000,
};
/** Most characters of what a template writes. Liquid's own limit of memory counts what filters make, not what is printed. */
const outputLimit = 20_000_000;

/**
 * Everything of Liquid that a template may use. Left out on purpose: what reads other files (`include`, `render`, `layout`),
 * what asks clock or chance (`date`, `sample`), what makes markup or takes escaping away (`raw` as a filter, `newline_to_br`, …).
 */
const knownTags = [
  'assign',
  'break',
  'capture',
  'case',
  'comment',
  'continue',
  'cycle',
  'echo',
  'for',
  'if',
  'raw',
  'unless',
  '#',
];
const knownFilters = [
  'abs append at_least at_most capitalize ceil compact concat default divided_by downcase first floor join last lstrip map minus',
  'modulo plus prepend remove replace replace_first reverse round rstrip size slice sort sort_natural split strip sum times',
  'truncate truncatewords uniq upcase where',
].flatMap((line) => line.split(' '));

/**
 * Renders a template over plain data; pure. What it prints of the data stands between marks, so that it can never be taken for
 * markup; what it says itself does not.
 * @throws AppError `input.invalid` with what is wrong with the template and in which line.
 */
export async function renderTemplate(template: string, data: Readonly<Record<string, unknown>>): Promise<string> {
  const engine = createEngine();
  try {
    const parsed = engine.parse(removeMarks(template));
    const rendered = String(await engine.render(parsed, data));
    if (rendered.length > outputLimit) throw new Error('it writes too much');
    return rendered;
  } catch (cause) {
    throw describeFault(cause);
  }
}

function createEngine(): Liquid {
  const engine = new Liquid({
    ...limits,
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
    // Nothing is read, relative or not; unsaid, Liquid would warn on the console.
    relativeReference: false,
    cache: false,
    fs: noFiles,
    outputEscape: markOutput,
  });
  for (const name of Object.keys(engine.tags)) if (!knownTags.includes(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!knownFilters.includes(name)) engine.unregisterFilter(name);
  engine.registerTag('capture', MarkedCaptureTag);
  engine.registerTag('section', SectionTag);
  return engine;
}

function markOutput(value: unknown): string {
  return value instanceof CapturedText ? value.page : printText(printable(value));
}

function printable(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof CapturedText) return value.text;
  if (Array.isArray(value)) return value.map(printable).join(', ');
  return typeof value === 'object' ? '' : String(value);
}

const nothing = (): never => {
  throw new Error('A template reads no other file.');
};
const noFiles = {
  exists: async () => false,
  existsSync: () => false,
  readFile: async () => nothing(),
  readFileSync: nothing,
  resolve: nothing,
};

/** `{% section indicators %}`: one of the report's own sections in this place. */
class SectionTag extends Tag {
  readonly #section: ReportSection;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
    const name = token.args.trim();
    const section = reportSections.find((known) => known === name);
    if (section === undefined)
      throw new Error(`there is no section "${name}"; use one of: ${reportSections.join(', ')}`);
    this.#section = section;
  }

  override render(_context: Context, emitter: Emitter): void {
    emitter.write(`\n${marks.section}${this.#section}\n`);
  }
}

/** Liquid's own message names the fault and the line, and quotes the template, never the data. */
function describeFault(cause: unknown): AppError {
  const said = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : '';
  return new AppError('input.invalid', `The template cannot be used: ${said.slice(0, 300)}.`, {
    cause,
    suggestion: 'docs/templates.md says what a template can do.',
  });
}
