import { Button, TextArea } from '@blueprintjs/core';
import { type ReactElement, useId, useState } from 'react';
import type { CaseNumber } from '#shared/model/ids.ts';
import { useNotices } from '../../app/notices.tsx';
import { useCaseCommands } from '../../bridge/use-cases.ts';
import { Prose } from '../../components/Prose.tsx';

/** A place to write the next note, and to see it as it will be shown. */
export function NoteEditor({ number }: { readonly number: CaseNumber }): ReactElement {
  const [text, setText] = useState('');
  const [isPreview, setIsPreview] = useState(false);
  const hintId = useId();
  const { addNote } = useCaseCommands();
  const notices = useNotices();
  const isEmpty = text.trim() === '';
  const save = (): void => {
    if (isEmpty || addNote.isPending) return;
    const saved = (): void => {
      // What was written on meanwhile is not saved yet.
      setText((now) => (now === text ? '' : now));
      setIsPreview(false);
    };
    addNote.mutate({ number, text: text.trim() }, { onSuccess: saved, onError: notices.failed });
  };
  return (
    <div className="note-write">
      {isPreview ? (
        <section className="note-preview" aria-label="Preview of the note">
          {isEmpty ? <span className="muted">Nothing is written yet.</span> : <Prose text={text.trim()} />}
        </section>
      ) : (
        <TextArea
          fill
          autoResize
          rows={2}
          aria-label="New note"
          aria-describedby={hintId}
          placeholder="Write a note (Ctrl+Enter saves)"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          }}
        />
      )}
      <div className="note-write-foot">
        <span id={hintId} className="muted">
          Markdown: # heading, - or 1. list, **strong**, *emphasis*, `code`, &gt; quote. Links become text.
        </span>
        <Button
          size="small"
          variant="minimal"
          active={isPreview}
          aria-pressed={isPreview}
          onClick={() => setIsPreview(!isPreview)}
        >
          Preview
        </Button>
        <Button size="small" disabled={isEmpty} loading={addNote.isPending} onClick={save}>
          Save note
        </Button>
      </div>
    </div>
  );
}
