import { Button, TextArea } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { triageStates, verdicts } from '#shared/model/vocabulary.ts';
import { stateWords, verdictWords } from '../../text/words.ts';
import { useTriageActions } from './use-triage-actions.ts';

function Choice<Word extends string>(props: {
  readonly label: string;
  readonly words: readonly Word[];
  readonly said: Readonly<Record<Word, string>>;
  readonly current: Word;
  readonly onChoose: (word: Word) => void;
}): ReactElement {
  return (
    <fieldset className="choice">
      <legend className="choice-label">{props.label}</legend>
      <div className="choice-options">
        {props.words.map((word) => (
          <button
            key={word}
            type="button"
            className={`choice-option option-${word}`}
            aria-pressed={word === props.current}
            onClick={() => props.onChoose(word)}
          >
            {props.said[word]}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** State, verdict and a note, each saved at once. */
export function TriageControls(props: { readonly detail: IndicatorDetail }): ReactElement {
  const { detail } = props;
  const triage = useTriageActions();
  const [note, setNote] = useState('');
  const selection = { ids: [detail.id] };
  const [isSaving, setIsSaving] = useState(false);
  const saveNote = async (): Promise<void> => {
    if (note.trim() === '' || isSaving) return;
    setIsSaving(true);
    const isStored = await triage.change({ note: note.trim() }, selection, 'noted');
    setIsSaving(false);
    // What was written on meanwhile is not stored yet, and what could not be stored stays.
    if (isStored) setNote((now) => (now === note ? '' : now));
  };
  return (
    <section className="detail-triage" aria-label="Triage">
      <Choice
        label="Verdict"
        words={verdicts}
        said={verdictWords}
        current={detail.verdict}
        onChoose={(verdict) => void triage.change({ verdict }, selection, 'changed')}
      />
      <Choice
        label="State"
        words={triageStates}
        said={stateWords}
        current={detail.state}
        onChoose={(state) => void triage.change({ state }, selection, 'changed')}
      />
      <div className="triage-note">
        <TextArea
          fill
          autoResize
          rows={1}
          aria-label="Note"
          placeholder="Write a note (Ctrl+Enter saves)"
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void saveNote();
          }}
        />
        {note.trim() === '' ? null : (
          <Button size="small" intent="primary" loading={isSaving} onClick={() => void saveNote()}>
            Save
          </Button>
        )}
      </div>
    </section>
  );
}
