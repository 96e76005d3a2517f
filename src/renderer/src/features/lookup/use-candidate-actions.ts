import { useState } from 'react';
import type { LookupPick, LookupRow } from '#shared/contract/lookup-schemas.ts';
import type { Selection } from '#shared/contract/schemas.ts';
import { displayValue } from '#shared/model/indicator.ts';
import type { CopyForm } from '#shared/model/lookup.ts';
import { defang } from '#shared/text/defang.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useNotices } from '../../app/notices.tsx';
import { useCopyText } from '../../bridge/use-lookup.ts';
import { useCopy } from '../../components/use-copy.ts';
import { useShortcuts } from '../../keyboard/ShortcutProvider.tsx';
import { countOf } from '../../text/words.ts';
import { quoteValue } from '../explore/query-text.ts';
import { type TriageAction, useTriageActions } from '../explore/use-triage-actions.ts';
import { countPicked, pickOf } from './candidate-selection.ts';
import type { Candidates } from './use-candidates.ts';

const pageStep = 20;

/** The dialog that is open over the screen. */
export interface LookupDialog {
  readonly kind: 'note' | 'tag' | 'case' | 'push' | 'export' | 'confirm';
  readonly selection: Selection;
  /** How many candidates it is about. */
  readonly count: number;
  /** Of `confirm`: what is done when the analyst agrees. */
  readonly action?: TriageAction;
}

/** What can be done with what is picked. */
export interface CandidateActions {
  readonly dialog: LookupDialog | undefined;
  readonly close: () => void;
  readonly show: (kind: 'note' | 'tag' | 'case' | 'push') => void;
  readonly decide: (action: TriageAction) => void;
  readonly decideNow: (action: TriageAction, selection: Selection) => void;
  readonly copy: (form: CopyForm) => void;
  /** Opens the export of what is picked, else of all that is listed. */
  readonly exportPicked: () => void;
  /** Opens what the cursor is on in Explore, where the cache knows it. */
  readonly openCursor: () => void;
}

const formWords: Readonly<Record<CopyForm, string>> = {
  plain: 'exact',
  defanged: 'defanged',
  csv: 'as CSV',
  markdown: 'as Markdown',
};

/** From here on a decision is confirmed: one key must not judge a thousand. */
const confirmFrom = 50;

/** Binds the keys of the Lookup screen too. */
export function useCandidateActions(candidates: Candidates): CandidateActions {
  const { pick, selection, total, cursor, cursorAt } = candidates;
  const triage = useTriageActions();
  const copyText = useCopyText();
  const copy = useCopy();
  const notices = useNotices();
  const navigation = useNavigation();
  const [dialog, setDialog] = useState<LookupDialog>();
  const count = Math.max(1, countPicked(selection, total));
  const withPick = (work: (pick: LookupPick) => void): void => {
    if (pick !== undefined) work(pick);
  };
  const actions: CandidateActions = {
    dialog,
    close: () => setDialog(undefined),
    show: (kind) => withPick((lookup) => setDialog({ kind, selection: { lookup }, count })),
    decide: (action) =>
      withPick((lookup) => {
        if (count < confirmFrom) triage.apply(action, { lookup });
        else setDialog({ kind: 'confirm', selection: { lookup }, count, action });
      }),
    decideNow: triage.apply,
    copy: (form) =>
      withPick((lookup) => {
        copyText(lookup, form).then(
          (text) => copy(text, `${countOf(count, 'candidate')} ${formWords[form]}`),
          notices.failed,
        );
      }),
    exportPicked: () => {
      if (total === 0) return;
      const picked = countPicked(selection, total);
      const lookup = pickOf(picked > 0 ? selection : { kind: 'all' }, candidates.list, undefined);
      if (lookup !== undefined)
        setDialog({ kind: 'export', selection: { lookup }, count: picked > 0 ? picked : total });
    },
    openCursor: () => {
      if (cursor?.known === null || cursor === undefined) return;
      const { type } = cursor.known.summary;
      navigation.go({ screen: 'explore', query: `type:${type} value:${quoteValue(cursor.known.summary.value)}` });
    },
  };
  useShortcuts({
    moveDown: () => candidates.moveTo(cursorAt + 1),
    moveUp: () => candidates.moveTo(cursorAt - 1),
    pageDown: () => candidates.moveTo(cursorAt + pageStep),
    pageUp: () => candidates.moveTo(cursorAt - pageStep),
    moveFirst: () => candidates.moveTo(0),
    moveLast: () => candidates.moveTo(total - 1),
    select: () => {
      if (cursor !== undefined) candidates.toggle(cursor.index);
    },
    selectDown: () => candidates.extendTo(cursorAt + 1),
    selectUp: () => candidates.extendTo(cursorAt - 1),
    selectAll: candidates.toggleAll,
    open: actions.openCursor,
    copyDefanged: () => {
      if (selection.kind === 'all' || selection.indexes.size > 0) actions.copy('defanged');
      else if (cursor !== undefined) copy(defang(cursor.type, shownValue(cursor)), 'Defanged value');
    },
    malicious: () => actions.decide('malicious'),
    suspicious: () => actions.decide('suspicious'),
    benign: () => actions.decide('benign'),
    escalate: () => actions.decide('escalate'),
    review: () => actions.decide('review'),
    tag: () => actions.show('tag'),
    note: () => actions.show('note'),
    addToCase: () => actions.show('case'),
    push: () => actions.show('push'),
    exportResult: actions.exportPicked,
    close: candidates.clear,
  });
  return actions;
}

/** A candidate as people are shown it. */
export function shownValue({ known, value }: LookupRow): string {
  return known === null || known.isSameFile ? value : displayValue(known.summary);
}
