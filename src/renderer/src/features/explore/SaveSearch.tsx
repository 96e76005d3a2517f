import { Button, InputGroup } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { ShownColumn } from '#shared/model/saved-search.ts';
import { useSaveSearch } from '../../bridge/use-searches.ts';
import { ErrorTrace } from '../../components/ErrorTrace.tsx';
import { errorText } from '../../components/error-text.ts';
import { HostileText } from '../../components/HostileText.tsx';

/** Keeps the query that is shown, with its order and columns, under a name. */
export function SaveSearch(props: {
  readonly query: string;
  readonly columns: readonly ShownColumn[];
  /** Those that are taken: saving under one of them replaces it. */
  readonly names: readonly string[];
}): ReactElement {
  const [name, setName] = useState('');
  const save = useSaveSearch();
  const isTaken = props.names.some((taken) => taken.toLowerCase() === name.trim().toLowerCase());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    save.mutate({ name, query: props.query, columns: [...props.columns] }, { onSuccess: () => setName('') });
  };
  return (
    <form className="save-search" onSubmit={submit}>
      <p className="mono muted saved-query">{props.query === '' ? 'everything' : <HostileText text={props.query} />}</p>
      <div className="save-search-name">
        <InputGroup
          size="small"
          fill
          aria-label="Name of the search"
          placeholder="Name for this search"
          maxLength={80}
          value={name}
          onValueChange={setName}
        />
        <Button size="small" type="submit" disabled={name.trim() === ''} loading={save.isPending}>
          {isTaken ? 'Replace' : 'Save'}
        </Button>
      </div>
      {save.error === null ? null : (
        <div role="alert" className="query-error">
          <HostileText text={errorText(save.error)} />
          <ErrorTrace error={save.error} />
        </div>
      )}
    </form>
  );
}
