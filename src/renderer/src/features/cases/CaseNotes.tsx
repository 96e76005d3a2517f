import { Button } from '@blueprintjs/core';
import { PinIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { Case, CaseNote } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { useNotices } from '../../app/notices.tsx';
import { useCaseNotes } from '../../bridge/use-case-log.ts';
import { useCaseCommands } from '../../bridge/use-cases.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { Moment } from '../../components/Moment.tsx';
import { Prose } from '../../components/Prose.tsx';
import { formatCount } from '../../text/words.ts';
import { NoteEditor } from './NoteEditor.tsx';
import { NoteEvidence } from './NoteEvidence.tsx';
import { OlderEntries } from './OlderEntries.tsx';

function Note(props: { readonly number: CaseNumber; readonly note: CaseNote }): ReactElement {
  const { number, note } = props;
  const { pinNote } = useCaseCommands();
  const notices = useNotices();
  return (
    <li className={note.isPinned ? 'case-note is-pinned' : 'case-note'}>
      <div className="case-note-head muted">
        <span>
          <HostileText text={note.by} inCell /> · <Moment atMs={note.atMs} />
        </span>
        <Button
          size="small"
          variant="minimal"
          active={note.isPinned}
          aria-pressed={note.isPinned}
          icon={<PinIcon size={12} />}
          onClick={() =>
            pinNote.mutate({ number, noteId: note.id, pinned: !note.isPinned }, { onError: notices.failed })
          }
        >
          {note.isPinned ? 'Pinned' : 'Pin'}
        </Button>
      </div>
      <Prose text={note.text} />
      {note.evidence.length === 0 ? null : (
        <ul className="plain-list" aria-label="Evidence">
          {note.evidence.map((evidence) => (
            <NoteEvidence key={evidence.id} number={number} evidence={evidence} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** Notes, the pinned ones first, then newest first, and a place to write the next. */
export function CaseNotes(props: { readonly one: Case }): ReactElement {
  const { one } = props;
  const log = useCaseNotes(one.number);
  return (
    <section className="case-section" aria-label="Notes">
      <h2 className="section-title">
        Notes <span>{formatCount(one.noteCount)}</span>
      </h2>
      <NoteEditor number={one.number} />
      <ol className="plain-list">
        {log.entries.map((note) => (
          <Note key={note.id} number={one.number} note={note} />
        ))}
      </ol>
      <OlderEntries log={log} total={one.noteCount} />
    </section>
  );
}
