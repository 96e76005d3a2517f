import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { MethodOutput } from '#shared/contract/methods.ts';
import { useCompletion as useSuggestions } from '../../bridge/use-indicators.ts';

/** One line of the list. */
export type Suggestion = MethodOutput<'indicators.complete'>['suggestions'][number];

/** The list of suggestions under the query box, and what it does with keys. */
export interface Completion {
  readonly suggestions: readonly Suggestion[];
  /** Index of the line that arrow keys have reached; -1 for none: then Enter belongs to the query. */
  readonly active: number;
  /** To be told of every change of the text by typing. */
  readonly onType: (input: HTMLInputElement) => void;
  /** @returns whether the key was for the list. */
  readonly onKey: (event: KeyboardEvent<HTMLInputElement>) => boolean;
  readonly accept: (index: number) => void;
  readonly close: () => void;
}

interface Parts {
  readonly text: string;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** Takes the text with a suggestion in it, as if it had been typed. */
  readonly onText: (text: string) => void;
}

/** Letters of a field's name from which on names are suggested: a word that is searched for begins with one too. */
const leastLetters = 2;

/** See {@link Completion}. It opens by typing and by Ctrl+Space, and never takes Enter from a query nobody pointed away from. */
export function useCompletion({ text, inputRef, onText }: Parts): Completion {
  const [caret, setCaret] = useState<number | null>(null);
  const [isAskedFor, setIsAskedFor] = useState(false);
  const [active, setActive] = useState(-1);
  const nextCaret = useRef<number>(undefined);
  const answer = useSuggestions(caret === null ? null : { query: text, caret }).data;
  // What was asked about an older text would be put into the wrong place.
  const isShown = caret !== null && answer !== undefined && (isAskedFor || isWorthIt(text, answer));
  const suggestions = isShown ? answer.suggestions : [];

  useEffect(() => {
    const at = nextCaret.current;
    if (at === undefined) return;
    nextCaret.current = undefined;
    inputRef.current?.setSelectionRange(at, at);
  });

  const close = (): void => {
    setCaret(null);
    setIsAskedFor(false);
    setActive(-1);
  };
  const open = (at: number | null, asked: boolean): void => {
    setCaret(at);
    setIsAskedFor(asked);
    setActive(-1);
  };
  const accept = (index: number): void => {
    const suggestion = suggestions[index];
    if (suggestion === undefined || answer === undefined) return;
    const isField = suggestion.text.endsWith(':');
    const rest = text.slice(answer.end);
    const written = `${text.slice(0, answer.start)}${suggestion.text}${isField || rest !== '' ? '' : ' '}`;
    nextCaret.current = written.length;
    onText(written + rest);
    // A field goes on with its values.
    if (isField) open(written.length, false);
    else close();
  };
  return {
    suggestions,
    active: Math.min(active, suggestions.length - 1),
    onType: (input) => open(input.selectionStart, false),
    onKey: (event) => {
      if (event.key === ' ' && event.ctrlKey) {
        open(event.currentTarget.selectionStart, true);
        return true;
      }
      if (suggestions.length === 0) return false;
      const act = actionOf(event, active);
      if (act === 'close') close();
      else if (act === 'accept') accept(Math.max(active, 0));
      else if (act !== undefined) setActive(turn(active, act, suggestions.length));
      return act !== undefined;
    },
    accept,
    close,
  };
}

/** Values are wanted right behind a colon; names of fields only once a few letters can be one. */
function isWorthIt(text: string, { start, end }: MethodOutput<'indicators.complete'>): boolean {
  return end - start >= leastLetters || /[:,(]$/.test(text.slice(0, start)) || /:\S*$/.test(text.slice(0, end));
}

function actionOf(event: KeyboardEvent, active: number): 'close' | 'accept' | 1 | -1 | undefined {
  switch (event.key) {
    case 'Escape':
      return 'close';
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'Tab':
      return event.shiftKey ? undefined : 'accept';
    case 'Enter':
      return active < 0 ? undefined : 'accept';
    default:
      return undefined;
  }
}

/** Past either end the text itself is reached again. */
function turn(active: number, step: 1 | -1, count: number): number {
  return ((active + 1 + step + count + 1) % (count + 1)) - 1;
}
