import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { html } from '#main/exporters/html/index.ts';
import { pdf } from '#main/exporters/pdf/index.ts';
import type { ReportModel } from '#main/exporters/report-model.ts';
import { createChromiumPrinter, refuseOldBrowser } from '#main/shell/chromium/printer.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const printer = createChromiumPrinter(process.env['PATH'] ?? '');
const { printing } = pdf;

async function printReport(model: ReportModel): Promise<Uint8Array> {
  if (printing === undefined) throw new Error('The PDF report is printed.');
  return printing.finish(await printer.print(pdf.render(model, { defang: true }) as AsyncIterable<string>), model);
}

const textOf = async (bytes: Uint8Array): Promise<string> => {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
  return text.replaceAll(/\s+/g, '');
};

async function* page(body: string): AsyncGenerator<string> {
  yield `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head><body>${body}</body></html>`;
}

describe('printing by Chromium', () => {
  it('makes a tagged PDF with an outline, the mark and page numbers, named by the case and the time of its data', async () => {
    const members = Array.from({ length: 60 }, (_, index) =>
      makeReportIndicator('domain', `host-${index}.evil.example`),
    );
    const bytes = await printReport(makeReportModel(members));
    const raw = Buffer.from(bytes).toString('latin1');
    expect(raw).toContain('/StructTreeRoot');
    expect(raw).toContain('/Outlines');
    const document = await getDocumentProxy(new Uint8Array(bytes));
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({ Title: 'CASE-0001', CreationDate: expect.stringContaining('D:20261120120000') });
    expect(JSON.stringify(info)).not.toMatch(/Mozilla|Headless|Linux/);
    const { text: pages, totalPages } = await extractText(document);
    expect(totalPages).toBeGreaterThan(2);
    for (const [index, text] of pages.entries()) {
      expect(text.match(/TLP:AMBER\+STRICT/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
      expect(text).toContain(`Page ${index + 1} of ${totalPages}`);
    }
    const whole = await textOf(bytes);
    for (const { indicator } of members) expect(whole).toContain(indicator.value.replaceAll('.', '[.]'));
  });

  it('breaks a time between date and time of day only', async () => {
    const bytes = await printReport(makeReportModel([makeReportIndicator('domain', 'evil.example')]));
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
    expect(text).toMatch(/\d{4}-\d\d-\d\dT\s+\d\d:\d\d:\d\d\.000Z/);
    expect(text).not.toMatch(/\d{4}-(\d\d-)?\s/);
    expect(text).not.toMatch(/\dT\d\d:(\d\d:)?\s/);
  });

  it('holds no link, script or attachment, whatever the text says', async () => {
    const members = nastyValues.map((text) =>
      makeReportIndicator('other', text.slice(0, 2_000), { comment: text.slice(0, 500) }),
    );
    const bytes = await printReport(makeReportModel(members));
    const document = await getDocumentProxy(new Uint8Array(bytes));
    for (let number = 1; number <= document.numPages; number += 1) {
      expect(await (await document.getPage(number)).getAnnotations()).toEqual([]);
    }
    expect(await document.getJSActions()).toBeNull();
    expect(await document.getAttachments()).toBeNull();
  });

  it('prints a case whose name looks like what a PDF must not hold', async () => {
    const { case: plainCase } = makeReportModel([]);
    if (plainCase === null) throw new Error('The model is of a case.');
    const title = 'Loader behind /JS/a (/URI and /login#ab12) endstream /OpenAction';
    const bytes = await printReport(
      makeReportModel([makeReportIndicator('domain', 'evil.example')], { case: { ...plainCase, title } }),
    );
    const { info } = await (await getDocumentProxy(new Uint8Array(bytes))).getMetadata();
    expect(JSON.stringify(info)).toContain('CASE-0001');
    expect(await textOf(bytes)).toContain('/login#ab12');
  });

  it('runs no script and asks nobody for anything, even if a page should say so', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const body =
        `<img src="${origin}/img"><link rel="stylesheet" href="${origin}/css"><p>quiet</p>` +
        `<script>document.body.textContent = 'SCRIPTRAN'</script>`;
      const text = await textOf(await printer.print(page(body)));
      expect(text).toContain('quiet');
      expect(text).not.toContain('SCRIPTRAN');
      const frames =
        `<iframe src="${origin}/frame"></iframe><iframe src="file:///etc/passwd"></iframe>` +
        `<meta http-equiv="refresh" content="0;url=${origin}/refresh">`;
      // A browser that is kept from where a page sends it may print nothing at all: that is an error of ours then.
      const framed = await printer.print(page(frames)).then(textOf, (error: AppError) => error.code);
      expect(framed).not.toContain('root:');
      expect(asked).toEqual([]);
    } finally {
      server.close();
    }
  });

  it('refuses a page that a browser put a link into', async () => {
    const bytes = await printer.print(page('<a href="https://evil.example/">click</a>'));
    expect(() => printing?.finish(bytes, makeReportModel([]))).toThrow(/more than text/);
  });

  it('says what to install where there is no browser', async () => {
    const nowhere = createChromiumPrinter('/nowhere');
    await expect(nowhere.check()).rejects.toMatchObject({
      code: 'state.notFound',
      suggestion: expect.stringMatching(/Install .*chromium.*html, docx or markdown/),
    });
    await expect(
      nowhere.print(html.render(makeReportModel([]), { defang: true }) as AsyncIterable<string>),
    ).rejects.toMatchObject({ code: 'state.notFound' });
  });

  it('refuses a browser that could not put the mark on each page', () => {
    expect(() => refuseOldBrowser('150.0.7871.100')).not.toThrow();
    expect(() => refuseOldBrowser('131.0.6778.85')).not.toThrow();
    expect(() => refuseOldBrowser('130.0.6723.116')).toThrow(/too old/);
  });

  it('says what went wrong with a report that could not be read', async () => {
    const broken = (async function* () {
      yield '<p>';
      throw new AppError('storage.corrupt', 'The database is damaged.');
    })();
    await expect(printer.print(broken)).rejects.toMatchObject({ code: 'storage.corrupt' });
  });

  it('can be stopped', async () => {
    const controller = new AbortController();
    const printing = printer.print(page('<p>x</p>'.repeat(200_000)), controller.signal);
    controller.abort();
    await expect(printing).rejects.toMatchObject({ code: 'export.cancelled' });
  });
});
