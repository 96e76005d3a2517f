import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { defang, defangText } from '#shared/text/defang.ts';
import type { ExportOptions } from '../exporter.ts';
import { foreign, type Inline } from './document.ts';

/** How foreign text and values are written: defanged unless the analyst chose otherwise. */
export interface Writer {
  text(text: string): Inline;
  value(type: IndicatorType, value: string): Inline;
}

export function createWriter({ defang: isDefanged }: Pick<ExportOptions, 'defang'>): Writer {
  return {
    text: (text) => foreign(isDefanged ? defangText(text) : text),
    value: (type, value) => ({ kind: 'value', text: isDefanged ? defang(type, value) : value }),
  };
}
