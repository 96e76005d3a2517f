import type { ReactElement } from 'react';
import { AddToCaseDialog } from '../cases/AddToCaseDialog.tsx';
import { ExportDialog } from '../exports/ExportDialog.tsx';
import { PushDialog } from '../outbox/PushDialog.tsx';
import { TagDialog } from '../tags/TagDialog.tsx';
import { ConfirmAll } from './ConfirmAll.tsx';
import { DecisionPreview } from './DecisionPreview.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { RefreshDialog } from './RefreshDialog.tsx';
import type { Explore } from './use-explore.ts';

/** The dialog that is open over the Explore screen, if any. */
export function ExploreDialogs(props: { readonly explore: Explore }): ReactElement | null {
  const { explore } = props;
  const { dialog, results } = explore;
  const close = (): void => explore.show(undefined);
  switch (dialog?.kind) {
    case 'note':
      return <NoteDialog selection={dialog.selection} onClose={close} />;
    case 'tag':
      return <TagDialog selection={dialog.selection} onClose={close} />;
    case 'case':
      return <AddToCaseDialog selection={dialog.selection} onClose={close} />;
    case 'push':
      return <PushDialog selection={dialog.selection} onClose={close} />;
    case 'refresh':
      return <RefreshDialog selection={dialog.selection} onClose={close} />;
    case 'export':
      return <ExportDialog scope={dialog.scope} onClose={close} />;
    case 'confirm':
      return (
        <ConfirmAll
          count={results.total ?? 0}
          where="that the query finds"
          action={dialog.action}
          preview={<DecisionPreview query={results.query} action={dialog.action} />}
          onCancel={close}
          onConfirm={() => {
            explore.decideNow(dialog.action, dialog.selection);
            close();
          }}
        />
      );
    default:
      return null;
  }
}
