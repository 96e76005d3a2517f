import type { PagePrinter } from '#main/ports/page-printer.ts';
import type { AppError } from '#shared/errors/app-error.ts';
import { joinChunks } from './join-chunks.ts';

/** Stands in for the browser: keeps what it was to print and gives a PDF without anything in it. */
export class FakePrinter implements PagePrinter {
  readonly printed: string[] = [];
  /** Set to be a machine without a browser. */
  missing: AppError | undefined;

  async check(): Promise<void> {
    if (this.missing !== undefined) throw this.missing;
  }

  async print(page: AsyncIterable<string>): Promise<Uint8Array> {
    await this.check();
    this.printed.push(await joinChunks(page));
    return Buffer.from(
      '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n',
      'latin1',
    );
  }
}
