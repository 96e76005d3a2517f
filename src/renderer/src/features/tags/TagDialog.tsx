import { Button, DialogBody, DialogFooter, InputGroup } from '@blueprintjs/core';
import { TagIcon } from '@blueprintjs/icons';
import { type ReactElement, useId } from 'react';
import type { Selection } from '#shared/contract/schemas.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Modal } from '../../components/Modal.tsx';
import { KeyCaps } from '../../keyboard/KeyHint.tsx';
import { countOf } from '../../text/words.ts';
import { TagLines, tagLineId } from './TagLines.tsx';
import { useTagActions } from './use-tag-actions.ts';
import { type TagEditor, useTagEditor } from './use-tag-editor.ts';
import './tags.css';

/** Puts own tags on what is selected and takes them off; nothing is written before the end. */
export function TagDialog(props: {
  readonly selection: Selection;
  /** How many candidates of a look-up are meant. */
  readonly count?: number;
  readonly onClose: () => void;
}): ReactElement {
  const { selection, count, onClose } = props;
  const change = useTagActions();
  const apply = (changes: TagEditor['changes']): void => {
    change({ selection, ...changes });
    onClose();
  };
  const editor = useTagEditor({ selection, count, onApply: apply });
  const { add, remove } = editor.changes;
  const what =
    editor.total === undefined ? '…' : countOf(editor.total, count === undefined ? 'indicator' : 'candidate');
  return (
    <Modal onClose={onClose} title={`Tags of ${what}`} className="tag-dialog">
      <DialogBody useOverflowScrollContainer={false}>
        <NameField editor={editor} />
        {editor.error === null ? null : <ErrorNote error={editor.error} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              intent="primary"
              disabled={add.length + remove.length === 0 || editor.total === undefined}
              onClick={() => apply(editor.changes)}
            >
              {editor.total !== undefined && editor.total > 1 ? `Apply to all ${what}` : 'Apply'}
            </Button>
          </>
        }
      >
        <Changes changes={editor.changes} />
      </DialogFooter>
    </Modal>
  );
}

function NameField(props: { readonly editor: TagEditor }): ReactElement {
  const { editor } = props;
  const listId = useId();
  const noteId = useId();
  return (
    <>
      <InputGroup
        autoFocus
        leftElement={
          <span className="tag-icon" aria-hidden="true">
            <TagIcon size={14} />
          </span>
        }
        placeholder="Find or write a tag"
        aria-label="Tag"
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={editor.active < 0 ? undefined : tagLineId(listId, editor.active)}
        aria-describedby={noteId}
        aria-invalid={editor.problem !== undefined}
        intent={editor.problem === undefined ? 'none' : 'danger'}
        spellCheck={false}
        autoComplete="off"
        value={editor.text}
        onChange={(event) => editor.type(event.target.value)}
        onKeyDown={editor.onKey}
      />
      <TagLines id={listId} editor={editor} />
      <p id={noteId} className={`tag-note ${editor.problem === undefined ? 'muted' : 'is-problem'}`}>
        {editor.problem ?? (
          <>
            <KeyCaps keys="ArrowUp" />
            <KeyCaps keys="ArrowDown" /> choose <KeyCaps keys="Enter" /> adds; again applies{' '}
            <KeyCaps keys="mod+Enter" />
            applies at once
          </>
        )}
      </p>
    </>
  );
}

/** What will be written. */
function Changes({ changes: { add, remove } }: Pick<TagEditor, 'changes'>): ReactElement {
  if (add.length + remove.length === 0) return <span className="muted">Nothing changes yet.</span>;
  return (
    <span className="tag-changes" aria-live="polite">
      {add.map((name) => (
        <span key={`+${name}`} className="mark diff-added">
          + <HostileText text={name} inCell />
        </span>
      ))}
      {remove.map((name) => (
        <span key={`-${name}`} className="mark diff-removed">
          − <HostileText text={name} inCell />
        </span>
      ))}
    </span>
  );
}
