import { Button, TextArea } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { Case } from '#shared/model/case.ts';
import { useNotices } from '../../app/notices.tsx';
import { useCaseNotes } from '../../bridge/use-case-log.ts';
import { useCaseCommands } from '../../bridge/use-cases.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { Moment } from '../../components/Moment.tsx';
import { formatCount } from '../../text/words.ts';
import { OlderEntries } from './OlderEntries.tsx';

/** Notes, newest first, and a place to write the next. */
export function CaseNotes(props: { readonly one: Case }): ReactElement {
  const { one } = props;
  const [text, setText] = useState('');
  const log = useCaseNotes(one.number);
  const { addNote } = useCaseCommands();
  const notices = useNotices();
  const save = (): void => {
    if (text.trim() === '') return;
    addNote.mutate(
      { number: one.number, text: text.trim() },
      { onSuccess: () => setText(''), onError: notices.failed },
    );
  };
  return (
    <section className="case-section" aria-label="Notes">
      <h2 className="section-title">
        Notes <span>{formatCount(one.noteCount)}</span>
      </h2>
      <div className="note-write">
        <TextArea
          fill
          autoResize
          rows={2}
          aria-label="New note"
          placeholder="Write a note (Ctrl+Enter saves)"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          }}
        />
        <Button size="small" disabled={text.trim() === ''} loading={addNote.isPending} onClick={save}>
          Save note
        </Button>
      </div>
      <ol className="plain-list">
        {log.entries.map((note) => (
          <li key={note.id} className="case-note">
            <p className="muted">
              <HostileText text={note.by} inCell /> · <Moment atMs={note.atMs} />
            </p>
            <HostileText text={note.text} multiline />
          </li>
        ))}
      </ol>
      <OlderEntries log={log} total={one.noteCount} />
    </section>
  );
}
