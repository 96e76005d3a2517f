import { FormGroup, HTMLSelect, Radio, RadioGroup } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { ExportFormatDescription } from '#shared/contract/schemas.ts';
import { tlpMarks } from '#shared/model/vocabulary.ts';
import { tlpWord } from '../../text/words.ts';
import type { Choices } from './export-choices.ts';
import { FormatOptions } from './FormatOptions.tsx';

/** Formats on one side, what the chosen one lets one choose on the other. */
export function ExportForm(props: {
  readonly formats: readonly ExportFormatDescription[];
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}): ReactElement {
  const { choices, onChange } = props;
  const format = props.formats.find((known) => known.id === choices.format);
  return (
    <div className="export-form">
      <FormatChoice
        formats={props.formats}
        value={choices.format}
        onChange={(id) => onChange({ ...choices, format: id })}
      />
      <div className="export-options">
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
      </div>
    </div>
  );
}

const audiences = [
  { audience: 'people', title: 'For people, defanged' },
  { audience: 'machines', title: 'For machines, exact' },
] as const;

function FormatChoice(props: {
  readonly formats: readonly ExportFormatDescription[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}): ReactElement {
  return (
    <div className="format-choice">
      {audiences.map(({ audience, title }) => (
        <RadioGroup
          key={audience}
          label={title}
          name="export-format"
          selectedValue={props.value}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        >
          {props.formats
            .filter((format) => format.audience === audience)
            .map((format) => (
              <Radio key={format.id} value={format.id}>
                {format.displayName} <span className="muted">.{format.fileExtension}</span>
              </Radio>
            ))}
        </RadioGroup>
      ))}
    </div>
  );
}
