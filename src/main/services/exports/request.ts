import type { ExportChoice, Exporter, ExportOptions } from '#main/exporters/exporter.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ReportSection } from '#shared/model/report.ts';
import type { IndicatorType, TlpMark, Verdict } from '#shared/model/vocabulary.ts';
import type { Selection } from '../search-service.ts';

/** What an analyst asks for. */
export interface ExportRequest {
  readonly format: string;
  /** A case as it was frozen, or a list: what a query finds, or what somebody picked. */
  readonly scope: { readonly case: string } | Selection;
  /** Ceiling; null for none. */
  readonly tlp: TlpMark | null;
  readonly defang: boolean;
  /** Raw vendor records, for the lossless form only. */
  readonly includeRaw: boolean;
  /** Parts of a report for people; absent for all. */
  readonly sections?: readonly ReportSection[] | undefined;
  /** Text of the analyst's own template, for reports for people; absent for none. */
  readonly template?: string | undefined;
  /** For the formats that know these choices; absent for none. */
  readonly types?: readonly IndicatorType[] | undefined;
  readonly verdicts?: readonly Verdict[] | undefined;
  readonly includeHarmless?: boolean | undefined;
  readonly tlp1?: boolean | undefined;
  /** The finished file is encrypted with it; absent for none. */
  readonly passphrase?: string | undefined;
}

/** @throws AppError `input.invalid` when the format cannot be made of it, or does not know a choice. */
export function refuseUnfit(exporter: Exporter, request: ExportRequest): void {
  const { scope } = request;
  if (!exporter.scopes.includes('case' in scope ? 'case' : 'query')) {
    const word = 'case' in scope ? 'case' : 'query' in scope ? 'query' : 'selection';
    throw new AppError('input.invalid', `The format ${exporter.id} cannot be made of a ${word}.`);
  }
  for (const [choice, isMade] of listChoices(request)) {
    if (!isMade || exporter.choices.includes(choice)) continue;
    throw new AppError('input.invalid', `The format ${exporter.id} does not know the choice ${choiceWords[choice]}.`, {
      suggestion: `Leave it out, or use another format.`,
    });
  }
}

const choiceWords: Readonly<Record<ExportChoice, string>> = {
  defang: 'of exact text',
  sections: 'of sections',
  template: 'of a template',
  raw: 'of raw records',
  types: 'of types',
  verdicts: 'of verdicts',
  harmless: 'of harmless values',
  tlp1: 'of marks of TLP 1',
  passphrase: 'of a passphrase',
};

/** Machines always get exact text, so that choice is never refused. */
function listChoices(request: ExportRequest): readonly (readonly [choice: ExportChoice, isMade: boolean])[] {
  return [
    ['sections', request.sections !== undefined],
    ['template', request.template !== undefined],
    ['raw', request.includeRaw],
    ['types', request.types !== undefined],
    ['verdicts', request.verdicts !== undefined],
    ['harmless', request.includeHarmless === true],
    ['tlp1', request.tlp1 === true],
    ['passphrase', request.passphrase !== undefined],
  ];
}

/** What the exporter gets to know of it. */
export function optionsOf(request: ExportRequest): ExportOptions {
  const { defang, sections, template, types, verdicts, includeHarmless, tlp1 } = request;
  return {
    defang,
    ...(sections === undefined ? {} : { sections }),
    ...(template === undefined ? {} : { template }),
    ...(types === undefined ? {} : { types }),
    ...(verdicts === undefined ? {} : { verdicts }),
    includeHarmless: includeHarmless === true,
    tlp1: tlp1 === true,
  };
}
