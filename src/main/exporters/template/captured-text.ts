import { CaptureTag, type Context, Drop } from 'liquidjs';
import { removeMarks } from './marks.ts';

/**
 * What `{% capture %}` has taken up: a piece of the page, in which the template's own words are markup and the data is marked.
 * Printed as it is, it stays so. To filters and comparisons it is a plain text: joined with data, it could no longer be told which
 * of the two is markup.
 */
export class CapturedText extends Drop {
  readonly #page: string;

  constructor(page: string) {
    super();
    this.#page = page;
  }

  /** With its marks. */
  get page(): string {
    return this.#page;
  }

  /** Asked for by the filter `size`. */
  get length(): number {
    return this.valueOf().length;
  }

  override valueOf(): string {
    return removeMarks(this.#page);
  }
}

/** `{% capture name %}…{% endcapture %}`. */
export class MarkedCaptureTag extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    yield* super.render(context);
    const scope: { [name: string]: unknown } = context.bottom();
    scope[this.variable] = new CapturedText(String(scope[this.variable]));
  }
}
