import type { ReactElement } from 'react';
import { AddToCaseDialog } from '../cases/AddToCaseDialog.tsx';
import { ConfirmAll } from '../explore/ConfirmAll.tsx';
import { NoteDialog } from '../explore/NoteDialog.tsx';
import { ExportDialog } from '../exports/ExportDialog.tsx';
import { PushDialog } from '../outbox/PushDialog.tsx';
import { TagDialog } from '../tags/TagDialog.tsx';
import type { CandidateActions } from './use-candidate-actions.ts';

/** The dialog that is open over the Lookup screen, if any. */
export function LookupDialogs(props: { readonly actions: CandidateActions }): ReactElement | null {
  const { dialog, close, decideNow } = props.actions;
  if (dialog === undefined) return null;
  const { kind, selection, count, action } = dialog;
  if (kind === 'note') return <NoteDialog selection={selection} onClose={close} />;
  if (kind === 'tag') return <TagDialog selection={selection} count={count} onClose={close} />;
  if (kind === 'case') return <AddToCaseDialog selection={selection} onClose={close} />;
  if (kind === 'push') return <PushDialog selection={selection} onClose={close} />;
  if (kind === 'export') return <ExportDialog scope={selection} count={count} onClose={close} />;
  if (action === undefined) return null;
  return (
    <ConfirmAll
      count={count}
      where="that are picked here"
      action={action}
      onCancel={close}
      onConfirm={() => {
        decideNow(action, selection);
        close();
      }}
    />
  );
}
