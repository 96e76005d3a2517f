import {
  Button,
  Callout,
  Checkbox,
  DialogBody,
  DialogFooter,
  FormGroup,
  HTMLSelect,
  Radio,
  RadioGroup,
} from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { ExportFormatDescription, ExportInput, ExportResult } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import {
  type IndicatorType,
  indicatorTypes,
  type TlpMark,
  tlpMarks,
  type Verdict,
  verdicts,
} from '#shared/model/vocabulary.ts';
import { useExport, useExportFormats } from '../../bridge/use-exports.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { TlpMarkLabel } from '../../components/Marks.tsx';
import { countOf, formatCount, tlpWord, typeWords, verdictWords } from '../../text/words.ts';
import './exports.css';
import { Modal } from '../../components/Modal.tsx';

type Scope = ExportInput['scope'];

/** What the form holds; {@link ExportInput} without what is given from outside. */
interface Choices {
  readonly format: string;
  readonly tlp: TlpMark | null;
  readonly defang: boolean;
  readonly includeRaw: boolean;
  readonly types: readonly IndicatorType[];
  readonly verdicts: readonly Verdict[];
  readonly includeHarmless: boolean;
  readonly tlp1: boolean;
  readonly confirmedRed: boolean;
}

/** What is asked of main: only what the format knows, so that a choice made for another one is no mistake. */
function toInput(choices: Choices, format: ExportFormatDescription, scope: Scope): ExportInput {
  const { types, verdicts: chosen, tlp, defang, confirmedRed } = choices;
  const knows = (choice: (typeof format.choices)[number]): boolean => format.choices.includes(choice);
  return {
    format: format.id,
    scope,
    tlp,
    defang,
    confirmedRed,
    includeRaw: choices.includeRaw && knows('raw'),
    includeHarmless: choices.includeHarmless && knows('harmless'),
    tlp1: choices.tlp1 && knows('tlp1'),
    ...(types.length > 0 && knows('types') ? { types: [...types] } : {}),
    ...(chosen.length > 0 && knows('verdicts') ? { verdicts: [...chosen] } : {}),
  };
}

/** TLP:RED is written only by somebody who was asked. */
function needsConsent(error: unknown): boolean {
  return error instanceof AppError && error.code === 'state.conflict';
}

function Written(props: { readonly result: ExportResult }): ReactElement {
  const { result } = props;
  return (
    <Callout intent="success" icon={false} className="export-written" role="status">
      <p>
        <b>Written</b>
      </p>
      <p>
        <HostileText text={result.place} mono />
      </p>
      <p>
        {countOf(result.indicators, 'indicator')}, {formatCount(Math.ceil(result.sizeBytes / 1_024))} KiB, marked{' '}
        <TlpMarkLabel tlp={result.tlp} />
      </p>
      {result.leftOut === 0 ? null : <p>{countOf(result.leftOut, 'indicator')} left out: marked above the ceiling.</p>}
      {result.unfit === 0 ? null : (
        <p>{countOf(result.unfit, 'indicator')} left out: not in the choices, or the format cannot carry them.</p>
      )}
    </Callout>
  );
}

function FormatChoice(props: {
  readonly formats: readonly ExportFormatDescription[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}): ReactElement {
  return (
    <RadioGroup
      label="Format"
      selectedValue={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      className="format-choice"
    >
      {props.formats.map((format) => (
        <Radio key={format.id} value={format.id}>
          {format.displayName} <span className="muted">.{format.fileExtension}</span>
          <span className="muted format-audience">
            {format.audience === 'people' ? 'for people, defanged' : 'for machines, exact'}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

/** What the chosen format lets one choose, and nothing else. */
function FormatOptions(props: {
  readonly format: ExportFormatDescription;
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}): ReactElement {
  const { format, choices, onChange } = props;
  const knows = (choice: (typeof format.choices)[number]): boolean => format.choices.includes(choice);
  return (
    <>
      {knows('types') ? (
        <WordChoice
          label="Types"
          words={indicatorTypes}
          wordOf={(type) => typeWords[type]}
          chosen={choices.types}
          onChange={(types) => onChange({ ...choices, types })}
        />
      ) : null}
      {knows('verdicts') ? (
        <WordChoice
          label="Verdicts"
          words={verdicts}
          wordOf={(verdict) => verdictWords[verdict]}
          chosen={choices.verdicts}
          onChange={(chosen) => onChange({ ...choices, verdicts: chosen })}
        />
      ) : null}
      {flagChoices
        .filter(({ choice }) => knows(choice))
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

const flagChoices = [
  { choice: 'defang', name: 'defang', label: 'Defang addresses, names and URLs' },
  { choice: 'raw', name: 'includeRaw', label: 'Include the vendors’ raw records' },
  { choice: 'harmless', name: 'includeHarmless', label: 'Include what is judged benign or listed as harmless' },
  { choice: 'tlp1', name: 'tlp1', label: 'Add the marks of TLP 1 for older readers' },
] as const;

/** Any of a closed set of words; none chosen means all. */
function WordChoice<Word extends string>(props: {
  readonly label: string;
  readonly words: readonly Word[];
  readonly wordOf: (word: Word) => string;
  readonly chosen: readonly Word[];
  readonly onChange: (chosen: readonly Word[]) => void;
}): ReactElement {
  const { label, words, wordOf, chosen, onChange } = props;
  return (
    <fieldset className="word-choice">
      <legend>
        {label} <span className="muted">{chosen.length === 0 ? 'all' : `${chosen.length} chosen`}</span>
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

function ExportForm(props: {
  readonly formats: readonly ExportFormatDescription[];
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}): ReactElement {
  const { choices, onChange } = props;
  const format = props.formats.find((known) => known.id === choices.format);
  return (
    <>
      <FormatChoice
        formats={props.formats}
        value={choices.format}
        onChange={(id) => onChange({ ...choices, format: id })}
      />
      <FormGroup
        label="Share up to"
        labelFor="export-tlp"
        helperText="What is marked above this is left out and counted."
      >
        <HTMLSelect
          id="export-tlp"
          value={choices.tlp ?? ''}
          onChange={(event) =>
            onChange({ ...choices, tlp: tlpMarks.find((mark) => mark === event.currentTarget.value) ?? null })
          }
        >
          <option value="">No ceiling</option>
          {tlpMarks.map((mark) => (
            <option key={mark} value={mark}>
              {tlpWord(mark)}
            </option>
          ))}
        </HTMLSelect>
      </FormGroup>
      {format === undefined ? null : <FormatOptions format={format} choices={choices} onChange={onChange} />}
    </>
  );
}

/** Writes a case or what a query finds into a file; the place is chosen in the program's own dialog. */
export function ExportDialog(props: { readonly scope: Scope; readonly onClose: () => void }): ReactElement {
  const formats = useExportFormats();
  const write = useExport();
  const [choices, setChoices] = useState<Choices>({
    format: '',
    tlp: null,
    defang: true,
    includeRaw: false,
    types: [],
    verdicts: [],
    includeHarmless: false,
    tlp1: false,
    confirmedRed: false,
  });
  const scopeKind = 'case' in props.scope ? 'case' : 'query';
  const usable = (formats.data ?? []).filter((format) => format.scopes.includes(scopeKind));
  const chosen = usable.find((format) => format.id === choices.format) ?? usable[0];
  const complete = { ...choices, format: chosen?.id ?? '' };
  const result = write.data ?? undefined;
  return (
    <Modal
      onClose={props.onClose}
      title={'case' in props.scope ? `Export ${props.scope.case}` : 'Export what the query finds'}
    >
      <DialogBody>
        {formats.isPending ? <Loading /> : null}
        {formats.error === null ? null : <ErrorNote error={formats.error} />}
        {result === undefined ? (
          <ExportForm formats={usable} choices={complete} onChange={setChoices} />
        ) : (
          <Written result={result} />
        )}
        {write.error === null ? null : <ErrorNote error={write.error} />}
        {needsConsent(write.error) ? (
          <Checkbox
            label="Write it although it is marked TLP:RED"
            checked={choices.confirmedRed}
            onChange={(event) => setChoices({ ...choices, confirmedRed: event.currentTarget.checked })}
          />
        ) : null}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            {/* The button that wrote the file is gone: the focus must not fall out of the dialog with it. */}
            <Button
              key={result === undefined ? 'cancel' : 'close'}
              autoFocus={result !== undefined}
              onClick={props.onClose}
            >
              {result === undefined ? 'Cancel' : 'Close'}
            </Button>
            {result === undefined ? (
              <Button
                intent="primary"
                loading={write.isPending}
                disabled={chosen === undefined}
                onClick={() => {
                  if (chosen !== undefined) write.mutate(toInput(complete, chosen, props.scope));
                }}
              >
                Choose a place and write
              </Button>
            ) : null}
          </>
        }
      />
    </Modal>
  );
}
