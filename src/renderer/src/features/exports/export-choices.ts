import type { MethodInput } from '#shared/contract/methods.ts';
import type { ExportFormatDescription } from '#shared/contract/schemas.ts';
import { type ReportSection, reportSections } from '#shared/model/report.ts';
import type { IndicatorType, TlpMark, Verdict } from '#shared/model/vocabulary.ts';
import { countOf } from '../../text/words.ts';

type ExportInput = MethodInput<'exports.write'>;
export type Scope = ExportInput['scope'];
type Choice = ExportFormatDescription['choices'][number];

/** What the dialog is called; `candidates` is how many of a look-up are meant. */
export function titleOf(scope: Scope, candidates: number): string {
  if ('case' in scope) return `Export ${scope.case}`;
  if ('query' in scope) return 'Export what the query finds';
  return `Export ${'ids' in scope ? countOf(scope.ids.length, 'selected indicator') : countOf(candidates, 'candidate')}`;
}

/** What the form holds; {@link ExportInput} without what is given from outside. */
export interface Choices {
  readonly format: string;
  readonly tlp: TlpMark | null;
  readonly defang: boolean;
  readonly sections: readonly ReportSection[];
  /** Null for the report's own order of sections. */
  readonly template: string | null;
  readonly includeRaw: boolean;
  readonly types: readonly IndicatorType[];
  readonly verdicts: readonly Verdict[];
  readonly includeHarmless: boolean;
  readonly tlp1: boolean;
  /** Empty for none. */
  readonly passphrase: string;
}

export const firstChoices: Choices = {
  format: '',
  tlp: null,
  defang: true,
  sections: reportSections,
  template: null,
  includeRaw: false,
  types: [],
  verdicts: [],
  includeHarmless: false,
  tlp1: false,
  passphrase: '',
};

/** Whether a format lets one choose something. */
export function knows(format: ExportFormatDescription, choice: Choice): boolean {
  return format.choices.includes(choice);
}

/** What is asked of main: only what the format knows, so that a choice made for another one is no mistake. */
export function toInput(
  choices: Choices,
  format: ExportFormatDescription,
  given: { readonly scope: Scope; readonly confirmedRed: boolean },
): ExportInput {
  const { types, verdicts, sections, template, tlp, defang } = choices;
  const isPart = sections.length > 0 && sections.length < reportSections.length;
  return {
    ...given,
    format: format.id,
    tlp,
    defang,
    includeRaw: choices.includeRaw && knows(format, 'raw'),
    includeHarmless: choices.includeHarmless && knows(format, 'harmless'),
    tlp1: choices.tlp1 && knows(format, 'tlp1'),
    ...(types.length > 0 && knows(format, 'types') ? { types: [...types] } : {}),
    ...(verdicts.length > 0 && knows(format, 'verdicts') ? { verdicts: [...verdicts] } : {}),
    ...(choices.passphrase !== '' && knows(format, 'passphrase') ? { passphrase: choices.passphrase } : {}),
    // A template says itself which sections it has.
    ...(template !== null && knows(format, 'template') ? { template } : {}),
    ...(template === null && isPart && knows(format, 'sections') ? { sections: [...sections] } : {}),
  };
}
