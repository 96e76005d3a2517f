import { type ReactElement, useEffect, useRef } from 'react';
import { HostileText } from '../../components/HostileText.tsx';
import { KeyCaps } from '../../keyboard/KeyHint.tsx';
import { formatCount } from '../../text/words.ts';
import type { Completion } from './use-completion.ts';
import './completion.css';

/** Id of the list, for the box that it belongs to. */
export const completionListId = 'query-completion';

export const completionOptionId = (index: number): string => `${completionListId}-${index}`;

/** What could be written where the caret stands. The focus stays in the box. */
export function CompletionList({ suggestions, active, accept }: Completion): ReactElement | null {
  const activeLine = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active >= 0) activeLine.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  if (suggestions.length === 0) return null;
  return (
    <div className="completion">
      <div id={completionListId} role="listbox" aria-label="Suggestions" tabIndex={-1}>
        {suggestions.map(({ text, meaning, count }, index) => (
          // The box keeps the focus and handles the keys; the pointer must not take it away.
          <div
            key={text}
            ref={index === active ? activeLine : undefined}
            id={completionOptionId(index)}
            role="option"
            tabIndex={-1}
            className="completion-line"
            aria-selected={index === active}
            onMouseDown={(event) => {
              event.preventDefault();
              accept(index);
            }}
          >
            <span className="mono completion-text">
              <HostileText text={text} />
            </span>
            {meaning === null ? null : <span className="muted completion-meaning">{meaning}</span>}
            {count === null ? null : <span className="number muted">{formatCount(count)}</span>}
          </div>
        ))}
      </div>
      <div className="completion-keys muted" aria-hidden="true">
        <KeyCaps keys="Tab" /> takes {active < 0 ? 'the first' : 'it'} <KeyCaps keys="ArrowUp" />
        <KeyCaps keys="ArrowDown" /> choose <KeyCaps keys="Escape" /> closes
      </div>
    </div>
  );
}
