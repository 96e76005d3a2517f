import { type KeyboardEvent, useMemo, useState } from 'react';
import type { Selection } from '#shared/contract/schemas.ts';
import { describeProblem, findProblem } from '#shared/errors/read-input.ts';
import { tagNameSchema } from '#shared/model/tag.ts';
import { keyOfTag, normaliseTagName } from '#shared/text/tag-name.ts';
import { useFacets } from '../../bridge/use-indicators.ts';
import { useKnownTags, useTagCount } from '../../bridge/use-tags.ts';
import { listTagLines, nextWish, splitWishes, type TagLine, type TagWishes, withWish } from './tag-lines.ts';

/** The state of the tag editor and what keys do in it. */
export interface TagEditor {
  readonly text: string;
  /** What is wrong with the name as typed. */
  readonly problem: string | undefined;
  readonly lines: readonly TagLine[];
  /** Index of the line that arrow keys have reached; -1 for none: then Enter means what is typed. */
  readonly active: number;
  /** How many indicators are meant; undefined until it is known. */
  readonly total: number | undefined;
  readonly changes: ReturnType<typeof splitWishes>;
  readonly error: Error | null;
  readonly type: (text: string) => void;
  readonly toggle: (line: TagLine) => void;
  readonly onKey: (event: KeyboardEvent<HTMLInputElement>) => void;
}

const noWishes: TagWishes = new Map();

/**
 * See {@link TagEditor}.
 * @param parts.count how many candidates of a look-up are meant, those included that the cache does not hold yet.
 * @param parts.onApply told the final changes.
 */
export function useTagEditor(parts: {
  readonly selection: Selection;
  readonly count: number | undefined;
  readonly onApply: (changes: ReturnType<typeof splitWishes>) => void;
}): TagEditor {
  const { data: standing, error } = useTagCount(parts.selection);
  const known = useAllTags();
  const [text, setText] = useState('');
  const [wishes, setWishes] = useState(noWishes);
  const [active, setActive] = useState(-1);
  const total = parts.count ?? standing?.total;
  const found = text.trim() === '' ? undefined : findProblem(tagNameSchema, text);
  const problem = found === undefined ? undefined : describeProblem(found, 'A tag');
  const isName = problem === undefined;
  const lines = listTagLines({ text, isName, standing: standing?.tags ?? [], known, wishes });

  const reset = (): void => {
    setText('');
    setActive(-1);
  };
  /** The wishes with the typed name among them; the same where nothing is typed. */
  const withTyped = (): TagWishes => {
    const key = keyOfTag(normaliseTagName(text));
    const line = lines.find((one) => one.key === key);
    const isThere = line !== undefined && total !== undefined && line.having >= total;
    if (line === undefined) return wishes;
    return withWish(wishes, line, isThere ? null : 'add');
  };
  const toggle = (line: TagLine): void => {
    if (total === undefined) return;
    setWishes(withWish(wishes, line, nextWish(line, total)));
    reset();
  };
  const enter = (isFinal: boolean): void => {
    const line = lines[active];
    if (!isFinal && line !== undefined) {
      toggle(line);
      return;
    }
    if (!isName) return;
    const next = withTyped();
    if (isFinal || text.trim() === '') {
      if (next.size > 0) parts.onApply(splitWishes(next));
      return;
    }
    setWishes(next);
    reset();
  };
  return {
    text,
    problem,
    lines,
    active: Math.min(active, lines.length - 1),
    total,
    changes: splitWishes(wishes),
    error,
    type: (next) => {
      setText(next);
      setActive(-1);
    },
    toggle,
    onKey: (event) => {
      if (event.key === 'Enter') enter(event.ctrlKey || event.metaKey);
      else if (event.key === 'ArrowDown') setActive(Math.min(active + 1, lines.length - 1));
      else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, -1));
      else return;
      event.preventDefault();
    },
  };
}

/** The analyst's own first, then those of vendors that the analyst could write: each by frequency. */
function useAllTags() {
  const own = useKnownTags().data;
  const counted = useFacets('').data?.['tag'];
  return useMemo(() => {
    const all = Object.entries(counted ?? {})
      .filter(([name]) => tagNameSchema.safeParse(name).data === name)
      .map(([name, count]) => ({ name, count }));
    return [...(own ?? []), ...all.sort((one, other) => other.count - one.count)];
  }, [own, counted]);
}
