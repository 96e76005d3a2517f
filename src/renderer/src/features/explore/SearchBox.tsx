import { Button } from '@blueprintjs/core';
import { CrossIcon, SearchIcon } from '@blueprintjs/icons';
import { type KeyboardEvent, type ReactElement, type Ref, useCallback, useEffect, useRef, useState } from 'react';
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

/** Runs what was typed after a pause, or at once when it is asked to. */
interface Typing {
  readonly type: (text: string) => void;
  /** Runs what still waits. */
  readonly flush: () => void;
  readonly forget: () => void;
}

/**
 * Only typing starts the clock, never a change of the text from elsewhere: a timer that fired just after a click on a
 * facet would write the older text back over it.
 */
function useTyping(run: (text: string) => void): Typing {
  const latest = useRef(run);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waiting = useRef<string>(undefined);
  useEffect(() => {
    latest.current = run;
  });
  const forget = useCallback(() => {
    clearTimeout(timer.current);
    waiting.current = undefined;
  }, []);
  const flush = useCallback(() => {
    const text = waiting.current;
    forget();
    if (text !== undefined) latest.current(text);
  }, [forget]);
  const type = useCallback(
    (text: string) => {
      clearTimeout(timer.current);
      waiting.current = text;
      timer.current = setTimeout(flush, typingPauseMs);
    },
    [flush],
  );
  useEffect(() => forget, [forget]);
  return { type, flush, forget };
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
  // The query as this box last sent or received it; what comes back of its own must not overwrite further letters.
  const known = useRef(query);
  const send = (next: string, how: 'typing' | 'done'): void => {
    known.current = next.trim();
    props.onQuery(known.current, how);
  };
  const typing = useTyping((latest) => send(latest, 'typing'));
  const { forget } = typing;
  useEffect(() => {
    if (query === known.current) return;
    known.current = query;
    forget();
    setText(query);
  }, [query, forget]);
  const finish = (next: string): void => {
    forget();
    send(next, 'done');
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
            onChange={(event) => {
              setText(event.target.value);
              typing.type(event.target.value);
            }}
            onBlur={typing.flush}
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
        <QueryHelp
          onExample={(example) => {
            setText(example);
            finish(example);
          }}
        />
        <span className={props.isBusy ? 'search-progress is-busy' : 'search-progress'} aria-hidden="true" />
      </div>
      {wrong === null ? null : <ErrorLine error={wrong} />}
    </div>
  );
}
