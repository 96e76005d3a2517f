import { MinusIcon, TickIcon } from '@blueprintjs/icons';
import { type ReactElement, useEffect, useRef } from 'react';
import { HostileText } from '../../components/HostileText.tsx';
import { formatCount } from '../../text/words.ts';
import { checkOf, type TagCheck, type TagLine } from './tag-lines.ts';
import type { TagEditor } from './use-tag-editor.ts';

export const tagLineId = (listId: string, index: number): string => `${listId}-${index}`;

const boxSigns: Readonly<Record<TagCheck, ReactElement | null>> = {
  on: <TickIcon size={12} />,
  mixed: <MinusIcon size={12} />,
  off: null,
};
const boxWords: Readonly<Record<TagCheck, string>> = { on: 'on all', mixed: 'on some', off: 'on none' };

/** The tags of the editor with their boxes. The focus stays in the field above. */
export function TagLines(props: { readonly id: string; readonly editor: TagEditor }): ReactElement {
  const { id, editor } = props;
  const { lines, active, total = 0 } = editor;
  const activeLine = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active >= 0) activeLine.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div id={id} className="tag-lines" role="listbox" aria-label="Tags" aria-multiselectable tabIndex={-1}>
      {lines.map((line, index) => {
        const check = checkOf(line, total);
        return (
          // The field keeps the focus and handles the keys; the pointer must not take it away.
          <div
            key={line.key}
            ref={index === active ? activeLine : undefined}
            id={tagLineId(id, index)}
            role="option"
            tabIndex={-1}
            className={`tag-line ${index === active ? 'is-active' : ''} ${line.wish === null ? '' : `wish-${line.wish}`}`}
            aria-selected={check === 'on'}
            onMouseDown={(event) => {
              event.preventDefault();
              editor.toggle(line);
            }}
          >
            <span className={`tag-box box-${check}`} aria-hidden="true">
              {boxSigns[check]}
            </span>
            <span className="visually-hidden">{boxWords[check]}: </span>
            <span className="tag-name">
              <HostileText text={line.name} inCell />
            </span>
            <span className="number muted">{tellLine(line, total)}</span>
          </div>
        );
      })}
    </div>
  );
}

function tellLine({ having, uses, wish }: TagLine, total: number): string {
  if (having > 0) return total > 1 ? `${formatCount(having)} of ${formatCount(total)}` : 'yours';
  if (uses !== null) return formatCount(uses);
  return wish === null ? 'new tag' : 'new';
}
