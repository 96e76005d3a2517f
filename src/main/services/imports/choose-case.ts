import type { ImportedCase, ImportedFile } from '#main/services/ports/imports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CaseSummary } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';

/** Where an import goes: the case that the file describes, if it does; no case; a case of its own; or one that is here. */
export type CaseChoice = 'auto' | 'none' | 'new' | CaseNumber;

/** The case that an import goes into. */
export type ChosenCase =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'here';
      readonly found: CaseSummary;
      /** It is the very case that the file describes, or that was made for it. */
      readonly isOwn: boolean;
      /** Fields of which the file says something else: they stay as they are here. */
      readonly differences: readonly string[];
    }
  | {
      readonly kind: 'coming';
      /** What the file says of it; null: a case of its own for a file that describes none. */
      readonly found: ImportedCase | null;
      readonly uuid: string;
      readonly title: string;
    };

/** Decides; pure. @throws AppError `state.notFound`. */
export function chooseCase(file: ImportedFile, choice: CaseChoice, cases: readonly CaseSummary[]): ChosenCase {
  if (choice === 'none') return { kind: 'none' };
  if (choice === 'auto' || choice === 'new') {
    if (file.case === null && choice === 'auto') return { kind: 'none' };
    const same = cases.find(({ uuid }) => uuid === file.caseUuid);
    if (same !== undefined) return here(file, same);
    return { kind: 'coming', found: file.case, uuid: file.caseUuid, title: file.case?.title ?? file.title };
  }
  const named = cases.find(({ number }) => number === choice);
  if (named === undefined) throw new AppError('state.notFound', `There is no case ${choice}.`);
  return here(file, named);
}

function here(file: ImportedFile, found: CaseSummary): ChosenCase {
  const isOwn = file.caseUuid === found.uuid;
  return { kind: 'here', found, isOwn, differences: isOwn && file.case !== null ? compare(file.case, found) : [] };
}

const names = ['title', 'status', 'severity', 'tlp', 'pap', 'assignee', 'summary', 'verdict'] as const;

function compare(theirs: ImportedCase, ours: CaseSummary): readonly string[] {
  // Of somebody else's report only title, summary and mark say something about a case.
  const told = theirs.number === null ? (['title'] as const) : names;
  return told.filter((name) => theirs[name] !== ours[name]);
}
