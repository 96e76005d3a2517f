import { Button, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { ImportOverview } from '#shared/contract/import-schemas.ts';
import { type CsvField, type CsvMapping, csvFields } from '#shared/model/import.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useMappings, useReadAgain, useRemoveMapping, useSaveMapping } from '../../bridge/use-imports.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { csvFieldWords } from './csv-field-words.ts';

interface ColumnsProps {
  readonly overview: ImportOverview;
  readonly onRead: (overview: ImportOverview) => void;
}

/** What each column of a CSV file is; a change reads the file again. The mapping can be kept under a name. */
export function CsvColumns({ overview, onRead }: ColumnsProps): ReactElement | null {
  const read = useReadAgain();
  const { columns: table, id } = overview;
  if (table === null) return null;
  const apply = (mapping: CsvMapping): void =>
    read.mutate({ id, format: 'csv', mapping }, { onSuccess: (next) => onRead(next) });
  const { mapping } = table;
  const columns = table.names.map((name, at) => ({ name, at }));
  const lines = table.sample.map((cells, number) => ({ cells, number }));
  return (
    <section className="import-columns" aria-label="Columns">
      <SavedMappings mapping={mapping} onChoose={apply} />
      <div className="import-sample">
        <table className="dense">
          <thead>
            <tr>
              {columns.map(({ name, at }) => (
                <th key={at}>
                  <HostileText text={name} inCell />
                  <ColumnSelect name={name} at={at} mapping={mapping} onChange={apply} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ cells, number }) => (
              <tr key={number}>
                {columns.map(({ at }) => (
                  <td key={at}>
                    <HostileText text={cells[at] ?? ''} mono inCell limit={60} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {read.error === null ? null : <ErrorNote error={read.error} />}
    </section>
  );
}

/** A column as a mapping names it: by its header, or by its number where there is none. */
function nameOf(name: string, at: number, { hasHeader }: CsvMapping): string {
  return hasHeader ? name : String(at + 1);
}

function ColumnSelect(props: {
  readonly name: string;
  readonly at: number;
  readonly mapping: CsvMapping;
  readonly onChange: (mapping: CsvMapping) => void;
}): ReactElement {
  const { mapping, at } = props;
  const column = nameOf(props.name, at, mapping);
  const lower = column.toLowerCase();
  const isOwn = (field: CsvField): boolean =>
    mapping.columns[field]?.toLowerCase() === lower || mapping.columns[field] === String(at + 1);
  const own = csvFields.find(isOwn);
  const choose = (word: string): void => {
    const field = csvFields.find((known) => known === word);
    const others = Object.entries(mapping.columns).filter(([known]) => known !== own && known !== field);
    const columns = Object.fromEntries(field === undefined ? others : [...others, [field, column]]);
    props.onChange({ ...mapping, columns });
  };
  return (
    <HTMLSelect
      aria-label={`What column ${at + 1} is`}
      value={own ?? ''}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">not read</option>
      {csvFields.map((field) => (
        <option key={field} value={field}>
          {csvFieldWords[field]}
        </option>
      ))}
    </HTMLSelect>
  );
}

function SavedMappings(props: {
  readonly mapping: CsvMapping;
  readonly onChoose: (mapping: CsvMapping) => void;
}): ReactElement {
  const saved = useMappings(true).data ?? [];
  const save = useSaveMapping();
  const remove = useRemoveMapping();
  const [name, setName] = useState('');
  const chosen = saved.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
  return (
    <>
      <div className="form-row import-mapping">
        <FormGroup label="Saved mapping" labelFor="import-mapping">
          <HTMLSelect
            id="import-mapping"
            fill
            value={chosen?.name ?? ''}
            onChange={(event) => {
              const one = saved.find((known) => known.name === event.currentTarget.value);
              setName(one?.name ?? '');
              if (one !== undefined) props.onChoose(one.mapping);
            }}
          >
            <option value="">{saved.length === 0 ? 'none is saved yet' : 'choose one'}</option>
            {saved.map((one) => (
              <option key={one.name} value={one.name}>
                {revealHidden(one.name)}
              </option>
            ))}
          </HTMLSelect>
        </FormGroup>
        <FormGroup label="Keep this one as" labelFor="import-mapping-name">
          <InputGroup id="import-mapping-name" value={name} onValueChange={setName} placeholder="Name of the feed" />
        </FormGroup>
        <div className="import-mapping-buttons">
          <Button
            disabled={name.trim() === ''}
            loading={save.isPending}
            onClick={() => save.mutate({ name: name.trim(), mapping: props.mapping })}
          >
            Save
          </Button>
          <Button
            disabled={chosen === undefined}
            loading={remove.isPending}
            onClick={() => chosen !== undefined && remove.mutate({ name: chosen.name })}
          >
            Forget
          </Button>
        </div>
      </div>
      {(save.error ?? remove.error) ? <ErrorNote error={save.error ?? remove.error ?? new Error()} /> : null}
    </>
  );
}
