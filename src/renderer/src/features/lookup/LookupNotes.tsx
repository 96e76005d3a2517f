import { Callout } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import { HostileText } from '../../components/HostileText.tsx';
import { countOf } from '../../text/words.ts';

const shownAtFirst = 2;

/** What a look-up passed over, and why. */
export function LookupNotes(props: { readonly notes: readonly string[] }): ReactElement | null {
  const { notes } = props;
  const [isOpen, setIsOpen] = useState(false);
  if (notes.length === 0) return null;
  const shown = isOpen ? notes : notes.slice(0, shownAtFirst);
  return (
    <Callout compact intent="warning" icon={false} className="lookup-notes">
      {shown.map((note, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: notes may be equal, and their order never changes
        <div key={at}>
          <HostileText text={note} />
        </div>
      ))}
      {notes.length > shown.length ? (
        <button type="button" className="link-button" onClick={() => setIsOpen(true)}>
          Show {countOf(notes.length - shown.length, 'more note')}
        </button>
      ) : null}
    </Callout>
  );
}
