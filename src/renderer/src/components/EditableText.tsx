import { type KeyboardEvent, type ReactElement, useState } from 'react';
import { HostileText } from './HostileText.tsx';
import { Prose } from './Prose.tsx';

/** See {@link EditableText}. */
export interface EditableTextProps {
  readonly label: string;
  readonly text: string;
  /**
   * Called with the trimmed text when it changed; an empty one only where that is allowed.
   * @returns whether it is stored: what is not stands in the field again.
   */
  readonly onSave: (text: string) => Promise<boolean>;
  readonly multiline?: boolean;
  readonly canBeEmpty?: boolean;
  readonly placeholder?: string;
  /** The text is Markdown: shown formatted, with a button beside it, as a button can hold no list or heading. */
  readonly formatted?: boolean;
}

/** Text that turns into a field when clicked or entered; Enter (Ctrl+Enter for several lines) or leaving saves, Escape does not. */
export function EditableText(props: EditableTextProps): ReactElement {
  const [draft, setDraft] = useState<string>();
  const save = async (): Promise<void> => {
    const next = (draft ?? '').trim();
    setDraft(undefined);
    if (next === props.text || (next === '' && !props.canBeEmpty)) return;
    if (!(await props.onSave(next))) setDraft((now) => now ?? next);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      setDraft(undefined);
    }
    if (event.key === 'Enter' && (!props.multiline || event.ctrlKey || event.metaKey)) void save();
  };
  if (draft === undefined && props.formatted && props.text !== '') {
    return (
      <>
        <Prose text={props.text} />
        <button type="button" className="editable muted" onClick={() => setDraft(props.text)}>
          Edit<span className="visually-hidden"> {props.label.toLowerCase()}</span>
        </button>
      </>
    );
  }
  if (draft === undefined) {
    return (
      <button type="button" className="editable" title="Click to edit" onClick={() => setDraft(props.text)}>
        <span className="visually-hidden">Edit {props.label.toLowerCase()}: </span>
        {props.text === '' ? (
          <span className="muted">{props.placeholder ?? 'Click to write'}</span>
        ) : (
          <HostileText text={props.text} inCell multiline={props.multiline ?? false} />
        )}
      </button>
    );
  }
  const common = {
    'aria-label': props.label,
    // The field appears because the analyst asked to write in it.
    autoFocus: true,
    value: draft,
    onBlur: () => void save(),
    onKeyDown: press,
  };
  return props.multiline ? (
    <textarea
      className="editable-field bp6-input"
      rows={6}
      {...common}
      onChange={(event) => setDraft(event.target.value)}
    />
  ) : (
    <input
      className="editable-field bp6-input"
      type="text"
      {...common}
      onChange={(event) => setDraft(event.target.value)}
    />
  );
}
