import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { defang, defangText } from '#shared/text/defang.ts';
import { defangProse } from '#shared/text/prose/defang-prose.ts';
import type { ExportOptions } from '../exporter.ts';
import type { ReportModel } from '../report-model.ts';
import { type Block, foreign, type Inline, words } from './document.ts';

/** How foreign text and values are written: defanged unless the analyst chose otherwise. */
export interface Writer {
  text(text: string): Inline;
  value(type: IndicatorType, value: string): Inline;
  /** The name of a vendor by its id; what no vendor of this build has came with a file and is foreign text. */
  vendor(id: string): Inline;
  /** The name of a vendor's stream by its id, likewise. */
  stream(vendor: string, id: string): Inline;
  /** What an analyst wrote in Markdown. @param below level of the heading that it stands under. */
  prose(text: string, below: 2 | 3): Promise<Block>;
}

export function createWriter(
  { defang: isDefanged }: Pick<ExportOptions, 'defang'>,
  { vendors }: Pick<ReportModel, 'vendors'>,
): Writer {
  const text = (written: string): Inline => foreign(isDefanged ? defangText(written) : written);
  return {
    text,
    vendor(id) {
      const known = vendors.get(id);
      return known === undefined ? text(id) : words(known.name);
    },
    stream(vendor, id) {
      const name = vendors.get(vendor)?.streams.get(id);
      return name === undefined ? text(id) : words(name);
    },
    value: (type, value) => ({ kind: 'value', text: isDefanged ? defang(type, value) : value }),
    async prose(text, below) {
      // The parser is loaded by reports only.
      const { readProse } = await import('#shared/text/prose/read-prose.ts');
      const blocks = readProse(text);
      return { kind: 'prose', below, blocks: isDefanged ? defangProse(blocks) : blocks };
    },
  };
}
