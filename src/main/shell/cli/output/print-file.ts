import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type CliContext, print, remark } from '../context.ts';

/** A file piece by piece, as UTF-8 where it is bytes. */
export type FileChunks = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/**
 * Prints what is a file, as CSV or an export: byte for byte into a pipe or a file. On a terminal what would steer it or cannot be
 * seen is shown as marks, as in tables, and a remark says so.
 */
export async function printFile(context: CliContext, chunks: FileChunks): Promise<void> {
  if (context.stdout.isTTY !== true) {
    for await (const chunk of chunks) await print(context, chunk);
    return;
  }
  const terminal = new TerminalText();
  for await (const chunk of chunks) await print(context, terminal.show(chunk));
  await print(context, terminal.end());
  if (!terminal.isMarked) return;
  remark(context, 'Characters that cannot be seen are shown as marks here. A pipe or a file gets them as they are.');
}

/** Line ends and tabs do no more than they seem to. */
const harmless = /(\r\n|[\n\t])/;

/** A file piece by piece as a terminal may have it. */
class TerminalText {
  /** The mark of the byte order at the beginning of a file is left out. */
  readonly #decoder = new TextDecoder();
  /** A carriage return whose line feed may be in the next piece. */
  #held = '';
  /** Whether anything was shown as a mark. */
  isMarked = false;

  show(chunk: string | Uint8Array): string {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
    const text = this.#held + this.#decoder.decode(bytes, { stream: true });
    this.#held = text.endsWith('\r') ? '\r' : '';
    return this.#reveal(text.slice(0, text.length - this.#held.length));
  }

  end(): string {
    return this.#reveal(this.#held + this.#decoder.decode());
  }

  #reveal(text: string): string {
    const show = (part: string, index: number): string => {
      if (index % 2 === 1) return part;
      const shown = revealHidden(part);
      this.isMarked ||= shown !== part;
      return shown;
    };
    return text.split(harmless).map(show).join('');
  }
}
