import { Checkbox, FormGroup, InputGroup } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { ExportFormatDescription } from '#shared/contract/schemas.ts';
import { type ReportSection, reportSections } from '#shared/model/report.ts';
import { indicatorTypes, verdicts } from '#shared/model/vocabulary.ts';
import { typeWords, verdictWords } from '../../text/words.ts';
import { type Choices, knows } from './export-choices.ts';
import { TemplateChoice } from './TemplateChoice.tsx';

const sectionWords: Readonly<Record<ReportSection, string>> = {
  summary: 'Summary',
  facts: 'Key facts',
  tasks: 'Tasks',
  charts: 'Charts',
  indicators: 'Indicators',
  provenance: 'Provenance',
  relations: 'Relations',
  timeline: 'Timeline',
  notes: 'Notes',
  files: 'Files',
  sources: 'Sources',
  missing: 'What is missing',
};

const flagChoices = [
  { choice: 'defang', name: 'defang', label: 'Defang addresses, names and URLs' },
  { choice: 'raw', name: 'includeRaw', label: 'Include the vendors’ raw records' },
  { choice: 'harmless', name: 'includeHarmless', label: 'Include what is judged benign or listed as harmless' },
  { choice: 'tlp1', name: 'tlp1', label: 'Add the marks of TLP 1 for older readers' },
] as const;

/** What the chosen format lets one choose, and nothing else. */
export function FormatOptions(props: {
  readonly format: ExportFormatDescription;
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}): ReactElement {
  const { format, choices, onChange } = props;
  return (
    <>
      {knows(format, 'template') ? (
        <TemplateChoice value={choices.template} onChange={(template) => onChange({ ...choices, template })} />
      ) : null}
      {knows(format, 'sections') && choices.template === null ? (
        <WordChoice
          label="Sections"
          note={choices.sections.length === reportSections.length ? 'all' : `${choices.sections.length} chosen`}
          words={reportSections}
          wordOf={(section) => sectionWords[section]}
          chosen={choices.sections}
          onChange={(sections) => onChange({ ...choices, sections })}
        />
      ) : null}
      {knows(format, 'types') ? (
        <WordChoice
          label="Types"
          note={noteOf(choices.types)}
          words={indicatorTypes}
          wordOf={(type) => typeWords[type]}
          chosen={choices.types}
          onChange={(types) => onChange({ ...choices, types })}
        />
      ) : null}
      {knows(format, 'verdicts') ? (
        <WordChoice
          label="Verdicts"
          note={noteOf(choices.verdicts)}
          words={verdicts}
          wordOf={(verdict) => verdictWords[verdict]}
          chosen={choices.verdicts}
          onChange={(chosen) => onChange({ ...choices, verdicts: chosen })}
        />
      ) : null}
      {knows(format, 'passphrase') ? (
        <FormGroup
          label="Passphrase"
          labelInfo="(optional)"
          labelFor="bundle-passphrase"
          helperText="At least 12 characters; without it the bundle cannot be opened again. It is kept nowhere."
        >
          <InputGroup
            id="bundle-passphrase"
            type="password"
            autoComplete="new-password"
            maxLength={1_024}
            value={choices.passphrase}
            onValueChange={(passphrase) => onChange({ ...choices, passphrase })}
          />
        </FormGroup>
      ) : null}
      {flagChoices
        .filter(({ choice }) => knows(format, choice))
        .map(({ name, label }) => (
          <Checkbox
            key={name}
            label={label}
            checked={choices[name]}
            onChange={(event) => onChange({ ...choices, [name]: event.currentTarget.checked })}
          />
        ))}
    </>
  );
}

/** Of types and verdicts, none chosen means all. */
function noteOf(chosen: readonly unknown[]): string {
  return chosen.length === 0 ? 'all' : `${chosen.length} chosen`;
}

/** Any of a closed set of words. */
function WordChoice<Word extends string>(props: {
  readonly label: string;
  readonly note: string;
  readonly words: readonly Word[];
  readonly wordOf: (word: Word) => string;
  readonly chosen: readonly Word[];
  readonly onChange: (chosen: readonly Word[]) => void;
}): ReactElement {
  const { label, note, words, wordOf, chosen, onChange } = props;
  return (
    <fieldset className="word-choice">
      <legend>
        {label} <span className="muted">{note}</span>
      </legend>
      {words.map((word) => (
        <Checkbox
          inline
          key={word}
          label={wordOf(word)}
          checked={chosen.includes(word)}
          onChange={(event) =>
            onChange(words.filter((known) => (known === word ? event.currentTarget.checked : chosen.includes(known))))
          }
        />
      ))}
    </fieldset>
  );
}
