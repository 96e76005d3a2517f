import { describe, expect, it } from 'vitest';
import { finishPdf } from '#main/exporters/pdf/finish.ts';
import { AppError } from '#shared/errors/app-error.ts';

const model = { tool: 'Sightline 1.2.3', dataStateAtMs: Date.UTC(2026, 10, 20, 12) };

/** As much of a printed file as is looked at: its properties, an object of ours and a packed stream. */
function makePdf({ object = '', stream = '', title = 'CASE-0001' } = {}): Uint8Array {
  const properties = `/Title (${title}) /Creator (Mozilla/5.0 \\(X11; Linux\\)) /CreationDate (D:20261129101500+00'00')`;
  return Buffer.from(
    `%PDF-1.4\n1 0 obj\n<<${properties}>>\nendobj\n2 0 obj\n<<${object}>>\nendobj\n3 0 obj\n<</Length ${stream.length}>> stream\n${stream}\nendstream\nendobj\n`,
    'latin1',
  );
}

function finish(parts: Parameters<typeof makePdf>[0]): string {
  return Buffer.from(finishPdf(makePdf(parts), model)).toString('latin1');
}

describe('a printed report', () => {
  it.each([
    'URI',
    'JS',
    'JavaScript',
    'Launch',
    'OpenAction',
    'EmbeddedFile',
    'EmbeddedFiles',
    'GoToR',
    'GoToE',
    'SubmitForm',
    'ImportData',
    'RichMedia',
    'Rendition',
    'AA',
    'XFA',
  ])('is not written with /%s in it, however the name is spelled', (name) => {
    const last = name.charCodeAt(name.length - 1).toString(16);
    for (const spelling of [name, `${name.slice(0, -1)}#${last}`]) {
      expect(() => finish({ object: `/S /${spelling} ` })).toThrow(AppError);
    }
  });

  it('may say these words where they mean nothing: in strings and in packed text', () => {
    const words = '/JS /URI /J#53';
    expect(finish({ title: words, stream: `${words} (` })).toContain(`/Title (${words})`);
  });

  it('names the tool and the state of the data, and stays as long as it was', () => {
    const text = finish({});
    expect(text).toContain('/Creator (Sightline 1.2.3 ');
    expect(text).toContain('(D:20261120120000');
    expect(text).toHaveLength(makePdf().length);
  });

  it('cannot be broken by the name of the tool', () => {
    const text = Buffer.from(finishPdf(makePdf(), { ...model, tool: 'a) /JS (b\\' })).toString('latin1');
    expect(text).toMatch(/\/Creator \(a \/JS b +\) /);
  });
});
