import { type CliContext, widthOf } from '../context.ts';
import { cutText } from './text-width.ts';

/** See {@link createStatusLine}. */
interface StatusLine {
  /** Writes it over; empty takes it away. */
  show(text: string): void;
  /** Writes a line that stays, in its place. */
  remark(text: string): void;
}

/** A line at the end of the terminal that is written over; where stderr is no terminal there is none. */
export function createStatusLine({ stderr }: Pick<CliContext, 'stderr'>): StatusLine {
  const erase = '\r\u001B[2K';
  let isShown = false;
  return {
    show(text: string): void {
      if (stderr.isTTY !== true || (text === '' && !isShown)) return;
      stderr.write(erase + cutText(text, (widthOf(stderr) ?? 80) - 1));
      isShown = text !== '';
    },
    remark(text: string): void {
      stderr.write(`${isShown ? erase : ''}${text}\n`);
      isShown = false;
    },
  };
}
