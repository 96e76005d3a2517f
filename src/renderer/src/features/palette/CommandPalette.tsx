import { Overlay2 } from '@blueprintjs/core';
import { SearchIcon } from '@blueprintjs/icons';
import { type KeyboardEvent as KeyPress, type ReactElement, useEffect, useRef, useState } from 'react';
import { HostileText } from '../../components/HostileText.tsx';
import { SeverityMark, TypeMark, VerdictMark } from '../../components/Marks.tsx';
import { useReturnFocus } from '../../components/Modal.tsx';
import { KeyCaps } from '../../keyboard/KeyHint.tsx';
import { isIndicatorLike, orderSections, type PaletteItem } from './palette-items.ts';
import { usePaletteItems } from './use-palette-items.ts';
import './palette.css';

/** More than any indicator has; a whole text is for Lookup. */
const mostLetters = 4_096;
const listId = 'palette-list';
const optionId = (at: number): string => `${listId}-${at}`;

function ItemText(props: { readonly item: PaletteItem }): ReactElement {
  const { label, detail, row, keys } = props.item;
  return (
    <>
      {row === undefined ? null : <TypeMark type={row.type} />}
      <span className={row === undefined ? 'palette-label' : 'palette-label mono'}>
        <HostileText text={label} inCell limit={200} />
      </span>
      {detail === undefined ? null : (
        <span className="palette-detail muted">
          <HostileText text={detail} inCell limit={120} />
        </span>
      )}
      <span className="grow" />
      {row === undefined ? null : (
        <>
          {row.verdict === 'unknown' ? null : <VerdictMark verdict={row.verdict} />}
          <SeverityMark severity={row.severity} score={row.score} />
        </>
      )}
      {keys === undefined ? null : <KeyCaps keys={keys} />}
    </>
  );
}

function Option(props: {
  readonly item: PaletteItem;
  readonly at: number;
  readonly isActive: boolean;
  readonly onChoose: (item: PaletteItem) => void;
}): ReactElement {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.isActive) line.current?.scrollIntoView({ block: 'nearest' });
  }, [props.isActive]);
  return (
    // The box keeps the focus and handles the keys; the pointer must not take it away.
    <div
      ref={line}
      id={optionId(props.at)}
      role="option"
      tabIndex={-1}
      className="palette-line"
      aria-selected={props.isActive}
      onMouseDown={(event) => {
        event.preventDefault();
        props.onChoose(props.item);
      }}
    >
      <ItemText item={props.item} />
    </div>
  );
}

/** Where the keys go among the lines; undefined for keys that are not about them. */
function stepTo(key: string, active: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (active + 1) % count;
    case 'ArrowUp':
      return (active + count - 1) % count;
    case 'PageDown':
      return Math.min(count - 1, active + 8);
    case 'PageUp':
      return Math.max(0, active - 8);
    default:
      return undefined;
  }
}

/** Letters that come before the box has the focus, some milliseconds after it was called for, are for it too. */
function useEarlyKeys(onKey: (key: string) => void): void {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.target instanceof Element && event.target.closest('.palette') !== null) return;
      if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(event.key);
    };
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, []);
}

/** One box for everything: what can be done now, places, saved searches, cases, and any indicator that is typed or pasted. */
export function CommandPalette(props: { readonly onClose: () => void }): ReactElement {
  const { onClose } = props;
  useReturnFocus();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  useEarlyKeys((key) => setText((before) => before + key));
  // Enter was pressed before the cache had said whether it knows what was pasted.
  const [isWaiting, setIsWaiting] = useState(false);
  const { items: all, isPending } = usePaletteItems(text);
  const sections = orderSections(all, text.trim());
  const lines = sections.flatMap(({ items }) => items);
  const current = Math.min(active, lines.length - 1);
  const choose = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    onClose();
    // The focus is back where it was by then, and a dialog that opens remembers that place.
    requestAnimationFrame(item.run);
  };
  useEffect(() => {
    if (isWaiting && !isPending) choose(lines[0]);
  });
  const press = (event: KeyPress): void => {
    const next = lines.length === 0 ? undefined : stepTo(event.key, current, lines.length);
    if (next !== undefined) setActive(next);
    else if (event.key === 'Enter' && isPending && isIndicatorLike(text.trim())) setIsWaiting(true);
    else if (event.key === 'Enter') choose(lines[current]);
    else return;
    event.preventDefault();
  };
  return (
    <Overlay2 isOpen onClose={onClose} className="palette-overlay">
      <div className="palette" role="dialog" aria-label="Command palette" aria-modal="true">
        <div className="palette-box">
          <SearchIcon size={16} />
          <input
            // biome-ignore lint/a11y/noAutofocus: whoever opens the palette is about to type
            autoFocus
            type="text"
            role="combobox"
            aria-label="What to do or find"
            aria-expanded={lines.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            {...(current < 0 ? {} : { 'aria-activedescendant': optionId(current) })}
            placeholder="An action, a saved search, a case, or any indicator"
            autoComplete="off"
            spellCheck={false}
            maxLength={mostLetters}
            value={text}
            // Behind what was typed before.
            onFocus={({ currentTarget }) => currentTarget.setSelectionRange(mostLetters, mostLetters)}
            onChange={(event) => {
              setText(event.target.value);
              setActive(0);
              setIsWaiting(false);
            }}
            onKeyDown={press}
          />
          <KeyCaps keys="Escape" />
        </div>
        <div id={listId} role="listbox" aria-label="Choices" tabIndex={-1} className="palette-list">
          {sections.map(({ section, items }) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options is not a fieldset
            <div key={section} role="group" aria-label={section}>
              <div className="section-title palette-section" aria-hidden="true">
                {section}
              </div>
              {items.map((item) => {
                const at = lines.indexOf(item);
                return <Option key={item.id} item={item} at={at} isActive={at === current} onChoose={choose} />;
              })}
            </div>
          ))}
        </div>
        {lines.length === 0 ? <p className="palette-empty muted">Nothing fits.</p> : null}
      </div>
    </Overlay2>
  );
}
