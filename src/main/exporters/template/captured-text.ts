import { CaptureTag, type Comparable, type ComparableResult, type Context, defaultOperators } from 'liquidjs';
import { removeMarks } from './marks.ts';

type Compare = (one: string, other: unknown) => ComparableResult;

/** As Liquid compares a text; its operators of comparison ask for no context. */
const comparisons = defaultOperators as Readonly<Record<'==' | '>' | '>=' | '<' | '<=', Compare>>;

/**
 * What `{% capture %}` has taken up: a piece of the page, in which the template's own words are markup and the data is marked.
 * Printed as it is, it stays so. To filters it is a plain text: joined with data, it could no longer be told which of the two is
 * markup. No `Drop` of Liquid's, of which a template could reach whatever its class has.
 */
export class CapturedText implements Comparable {
  /** Without marks; with `size` the only member that a template can name. */
  readonly text: string;
  readonly #page: string;

  constructor(page: string) {
    this.text = removeMarks(page);
    this.#page = page;
  }

  /** With its marks. */
  get page(): string {
    return this.#page;
  }

  /** Asked for by the filter `size`. */
  get length(): number {
    return this.text.length;
  }

  /** What `said.size` says. */
  get size(): number {
    return this.text.length;
  }

  /** Asked for by `contains`. */
  indexOf(part: string): number {
    return this.text.indexOf(part);
  }

  /** What filters make of it. */
  toString(): string {
    return this.text;
  }

  /** `for` goes through a text as through a list of one. */
  *[Symbol.iterator](): Generator<CapturedText, void> {
    yield this;
  }

  equals(other: unknown): ComparableResult {
    return comparisons['=='](this.text, other);
  }

  gt(other: unknown): ComparableResult {
    return comparisons['>'](this.text, other);
  }

  geq(other: unknown): ComparableResult {
    return comparisons['>='](this.text, other);
  }

  lt(other: unknown): ComparableResult {
    return comparisons['<'](this.text, other);
  }

  leq(other: unknown): ComparableResult {
    return comparisons['<='](this.text, other);
  }
}

/** `{% capture name %}…{% endcapture %}`; what is blank has nothing to keep apart, and is the text that comparisons know. */
export class MarkedCaptureTag extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    yield* super.render(context);
    const scope: { [name: string]: unknown } = context.bottom();
    const page = String(scope[this.variable]);
    // Kept with its marks and without; Liquid itself counts what filters make only.
    context.memoryLimit.use(2 * page.length);
    scope[this.variable] = page.trim() === '' ? page : new CapturedText(page);
  }
}
