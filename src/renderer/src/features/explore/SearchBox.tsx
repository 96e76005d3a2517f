import { Button } from '@blueprintjs/core';
import { CrossIcon, ListIcon, SearchIcon } from '@blueprintjs/icons';
import { type KeyboardEvent, type ReactElement, type ReactNode, type RefObject, useState } from 'react';
import { AppError } from '#shared/errors/app-error.ts';
import { errorText, errorTitle, isQueryError } from '../../components/error-text.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { KeyHint } from '../../keyboard/KeyHint.tsx';
import { CompletionList, completionListId, completionOptionId } from './CompletionList.tsx';
import { QueryBackdrop } from './QueryBackdrop.tsx';
import { QueryHelp } from './QueryHelp.tsx';
import { useCompletion } from './use-completion.ts';
import { useQueryBox } from './use-query-box.ts';
import { ValueListChip } from './ValueListChip.tsx';
import { ValueListDialog } from './ValueListDialog.tsx';
import './search.css';

/** Id of the box, for the shortcut that comes from another screen. */
export const searchBoxId = 'query';

/** See {@link SearchBox}. */
export interface SearchBoxProps {
  readonly query: string;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** `typing` while letters come; `done` when the analyst pressed Enter or changed the query by pointer. */
  readonly onQuery: (query: string, how: 'typing' | 'done') => void;
  /** Enter or arrow down: the keys belong to the result from now on. */
  readonly onLeave: () => void;
  /** The button of saved searches. */
  readonly saved: ReactNode;
}

function ErrorLine(props: { readonly error: Error; readonly column: number | undefined }): ReactElement {
  const { error, column } = props;
  return (
    <div className="query-error" role="alert" id="query-error" title={errorTitle(error)}>
      {column === undefined ? null : <b>Column {column}: </b>}
      <HostileText text={errorText(error)} />
    </div>
  );
}

/** The query as text: coloured as it is typed, marked where it is wrong, run after a short pause. A long list is a chip. */
export function SearchBox(props: SearchBoxProps): ReactElement {
  const { query, error } = props;
  const box = useQueryBox(query, props.onQuery);
  const { values, text, asked } = box;
  const [scrollLeft, setScrollLeft] = useState(0);
  const [isListOpen, setIsListOpen] = useState(false);
  const completion = useCompletion({ text, inputRef: props.inputRef, onText: box.type });
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (completion.onKey(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Enter') box.finish();
    if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'Escape') {
      event.preventDefault();
      completion.close();
      props.onLeave();
    }
  };
  const wrong = isQueryError(error) ? error : null;
  // A column of the whole query; inside the list there is nothing to mark.
  const isAsked = values.length === asked.values.length && text.trim() === asked.text;
  const column = isAsked && error instanceof AppError && error.column !== undefined ? error.column - asked.offset : 0;
  const errorColumn = column > 0 ? column : undefined;
  return (
    <div className="search">
      <div className={wrong === null ? 'search-box' : 'search-box has-error'}>
        <SearchIcon size={14} className="search-icon" />
        <ValueListChip
          values={values}
          onOpen={() => setIsListOpen(true)}
          onRemove={() => {
            box.ask([], text);
            props.inputRef.current?.focus();
          }}
        />
        <div className="query-field">
          <QueryBackdrop text={text} errorColumn={errorColumn} scrollLeft={scrollLeft} />
          <input
            ref={props.inputRef}
            id={searchBoxId}
            type="search"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={completion.suggestions.length > 0}
            aria-controls={completionListId}
            {...(completion.active < 0 ? {} : { 'aria-activedescendant': completionOptionId(completion.active) })}
            aria-label="Search indicators"
            aria-invalid={wrong !== null}
            {...(wrong === null ? {} : { 'aria-describedby': 'query-error' })}
            onPaste={box.paste}
            placeholder={
              values.length > 0
                ? 'and …'
                : 'Search: 198.51.100.7   under:evil.com   type:domain score:>=70 -tag:scanner'
            }
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            value={text}
            onChange={(event) => {
              box.type(event.target.value);
              completion.onType(event.target);
            }}
            onClick={completion.close}
            onBlur={() => {
              completion.close();
              box.flush();
            }}
            onKeyDown={press}
            onScroll={(event) => setScrollLeft(event.currentTarget.scrollLeft)}
          />
        </div>
        {text === '' && values.length === 0 ? (
          <KeyHint id="focusSearch" />
        ) : (
          <Button
            variant="minimal"
            size="small"
            aria-label="Clear the query"
            icon={<CrossIcon size={12} />}
            onClick={() => box.ask([], '')}
          />
        )}
        <Button
          variant="minimal"
          size="small"
          aria-label="Search for a list of values"
          title="Search for a list of values"
          icon={<ListIcon size={14} />}
          onClick={() => setIsListOpen(true)}
        />
        {props.saved}
        <QueryHelp onExample={(example) => box.ask([], example)} />
        <span className={props.isBusy ? 'search-progress is-busy' : 'search-progress'} aria-hidden="true" />
      </div>
      <CompletionList {...completion} />
      {wrong === null ? null : <ErrorLine error={wrong} column={errorColumn} />}
      {isListOpen ? (
        <ValueListDialog
          values={values}
          onSearch={(next) => box.ask(next, text)}
          onClose={() => setIsListOpen(false)}
        />
      ) : null}
    </div>
  );
}
