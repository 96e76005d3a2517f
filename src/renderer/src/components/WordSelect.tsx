import { HTMLSelect } from '@blueprintjs/core';
import type { ReactElement } from 'react';

/** A select over a closed set of words; without a value none is chosen yet, and nobody's mind is made up for them. */
export function WordSelect<Word extends string>(props: {
  readonly id: string;
  readonly words: readonly Word[];
  readonly value: Word | undefined;
  readonly say: (word: Word) => string;
  readonly onChange: (word: Word) => void;
  readonly disabled?: boolean;
}): ReactElement {
  return (
    <HTMLSelect
      id={props.id}
      fill
      disabled={props.disabled ?? false}
      value={props.value ?? ''}
      onChange={(event) => {
        const word = props.words.find((known) => known === event.currentTarget.value);
        if (word !== undefined) props.onChange(word);
      }}
    >
      {props.value === undefined ? (
        <option value="" disabled>
          Choose…
        </option>
      ) : null}
      {props.words.map((word) => (
        <option key={word} value={word}>
          {props.say(word)}
        </option>
      ))}
    </HTMLSelect>
  );
}
