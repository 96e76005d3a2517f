import { Button } from '@blueprintjs/core';
import { CrossIcon, SearchIcon } from '@blueprintjs/icons';
import { type KeyboardEvent, type ReactElement, type Ref, useEffect, useRef, useState } from 'react';
import { AppError } from '#shared/errors/app-error.ts';
import { errorText, isQueryError } from '../../components/error-text.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { KeyHint } from '../../keyboard/KeyHint.tsx';
import { QueryBackdrop } from './QueryBackdrop.tsx';
import { QueryHelp } from './QueryHelp.tsx';

/** Id of the box, for the shortcut that comes from another screen. */
export const searchBoxId = 'query';
/** A pause in typing this long runs the query. */
const typingPauseMs = 180;

/** See {@link SearchBox}. */
export interface SearchBoxProps {
  readonly query: string;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly inputRef: Ref<HTMLInputElement>;
  /** `typing` while letters come; `done` when the analyst pressed Enter or changed the query by pointer. */
  readonly onQuery: (query: string, how: 'typing' | 'done') => void;
  /** Enter or arrow down: the keys belong to the result from now on. */
  readonly onLeave: () => void;
}

function useDelayed(text: string, run: (text: string) => void): () => void {
  const latest = useRef(run);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    timer.current = setTimeout(() => latest.current(text), typingPauseMs);
    return () => clearTimeout(timer.current);
  }, [text]);
  return () => clearTimeout(timer.current);
}

function ErrorLine(props: { readonly error: Error }): ReactElement {
  const { error } = props;
  const column = error instanceof AppError ? error.column : undefined;
  return (
    <div className="query-error" role="alert" id="query-error">
      {column === undefined ? null : <b>Column {column}: </b>}
      <HostileText text={errorText(error)} />
    </div>
  );
}

/** The query as text: coloured as it is typed, marked where it is wrong, run after a short pause. */
export function SearchBox(props: SearchBoxProps): ReactElement {
  const { query, error } = props;
  const [text, setText] = useState(query);
  const [scrollLeft, setScrollLeft] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a query that changed elsewhere (a facet, back) replaces what is typed
  useEffect(() => {
    if (query !== text.trim()) setText(query);
  }, [query]);
  const stopWaiting = useDelayed(text, (latest) => {
    if (latest.trim() !== query) props.onQuery(latest.trim(), 'typing');
  });
  const finish = (next: string): void => {
    stopWaiting();
    props.onQuery(next.trim(), 'done');
  };
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') finish(text);
    if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'Escape') {
      event.preventDefault();
      props.onLeave();
    }
  };
  const wrong = isQueryError(error) ? error : null;
  const column = error instanceof AppError && text.trim() === query ? error.column : undefined;
  return (
    <div className="search">
      <div className={wrong === null ? 'search-box' : 'search-box has-error'}>
        <SearchIcon size={14} className="search-icon" />
        <div className="query-field">
          <QueryBackdrop text={text} errorColumn={column} scrollLeft={scrollLeft} />
          <input
            ref={props.inputRef}
            id={searchBoxId}
            type="search"
            aria-label="Search indicators"
            aria-invalid={wrong !== null}
            {...(wrong === null ? {} : { 'aria-describedby': 'query-error' })}
            placeholder="Search: 198.51.100.7   under:evil.com   type:domain score:>=70 -tag:scanner"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={press}
            onScroll={(event) => setScrollLeft(event.currentTarget.scrollLeft)}
          />
        </div>
        {text === '' ? (
          <KeyHint id="focusSearch" />
        ) : (
          <Button
            variant="minimal"
            size="small"
            aria-label="Clear the query"
            icon={<CrossIcon size={12} />}
            onClick={() => {
              setText('');
              finish('');
            }}
          />
        )}
        <QueryHelp onExample={(example) => finish(example)} />
        <span className={props.isBusy ? 'search-progress is-busy' : 'search-progress'} aria-hidden="true" />
      </div>
      {wrong === null ? null : <ErrorLine error={wrong} />}
    </div>
  );
}
