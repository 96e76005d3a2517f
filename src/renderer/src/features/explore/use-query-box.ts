import { type ClipboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { joinQuery, type ListedQuery, readPastedList, splitQuery } from './query-list.ts';
import { useTyping } from './use-typing.ts';

/** What stands in the search box, and what can be done with it. */
export interface QueryBox {
  /** The long list of the query; empty without one. */
  readonly values: readonly string[];
  readonly text: string;
  /** The query that runs, as the box would show it. */
  readonly asked: ListedQuery;
  /** Text as it is typed; runs after a pause. */
  readonly type: (text: string) => void;
  /** Runs what was typed and still waits. */
  readonly flush: () => void;
  /** Runs what is there now. */
  readonly finish: () => void;
  /** Runs a query that was not typed letter by letter, and shows it as it reads. */
  readonly ask: (values: readonly string[], text: string) => void;
  /** Takes a pasted list as values; leaves everything else to the browser. */
  readonly paste: (event: ClipboardEvent<HTMLInputElement>) => void;
}

/** See {@link QueryBox}. */
export function useQueryBox(query: string, onQuery: (query: string, how: 'typing' | 'done') => void): QueryBox {
  const asked = useMemo(() => splitQuery(query), [query]);
  const [values, setValues] = useState(asked.values);
  const [text, setText] = useState(asked.text);
  // The query as this box last sent or received it; what comes back of its own must not overwrite further letters.
  const known = useRef(query);
  const send = (next: string, how: 'typing' | 'done'): void => {
    known.current = next;
    onQuery(next, how);
  };
  const typing = useTyping((latest) => send(joinQuery(values, latest), 'typing'));
  const { forget } = typing;
  useEffect(() => {
    if (query === known.current) return;
    known.current = query;
    forget();
    setValues(asked.values);
    setText(asked.text);
  }, [query, asked, forget]);
  const ask = (nextValues: readonly string[], nextText: string): void => {
    forget();
    const next = joinQuery(nextValues, nextText);
    const shown = splitQuery(next);
    setValues(shown.values);
    setText(shown.text);
    send(next, 'done');
  };
  return {
    values,
    text,
    asked,
    type: (next) => {
      setText(next);
      typing.type(next);
    },
    flush: typing.flush,
    finish: () => {
      forget();
      send(joinQuery(values, text), 'done');
    },
    ask,
    paste: (event) => {
      const pasted = readPastedList(event.clipboardData.getData('text/plain'));
      if (pasted === undefined) return;
      event.preventDefault();
      const { selectionStart, selectionEnd } = event.currentTarget;
      const rest = [text.slice(0, selectionStart ?? text.length), text.slice(selectionEnd ?? text.length)];
      ask([...new Set([...values, ...pasted])], rest.map((part) => part.trim()).join(' '));
    },
  };
}
