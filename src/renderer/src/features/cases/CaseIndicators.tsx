import { Button, InputGroup } from '@blueprintjs/core';
import { PlusIcon } from '@blueprintjs/icons';
import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import type { Case, CaseIndicatorRow } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { displayValue } from '#shared/model/indicator.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { ErrorTrace } from '../../components/ErrorTrace.tsx';
import { errorText } from '../../components/error-text.ts';
import { HostileText, titleLimit } from '../../components/HostileText.tsx';
import { AdditionLine } from './AdditionLine.tsx';
import { CaseTable } from './CaseTable.tsx';
import { FrozenAndLive } from './FrozenAndLive.tsx';
import { useAddition } from './use-addition.ts';
import { useCaseTable } from './use-case-table.ts';

function AddLine(props: { readonly one: Case }): ReactElement {
  const [text, setText] = useState('');
  const { add, isPending, error } = useAddition();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    const selection = { query: text.trim() };
    add({ number: props.one.number, selection, comment: null, role: null }, () => setText(''));
  };
  return (
    <form className="case-add" onSubmit={submit}>
      <InputGroup
        size="small"
        className="grow"
        aria-label="Indicator or query to add"
        placeholder="Add an indicator, or everything a query finds"
        value={text}
        onValueChange={setText}
      />
      <Button
        type="submit"
        size="small"
        icon={<PlusIcon size={14} />}
        disabled={text.trim() === ''}
        loading={isPending}
      >
        Add
      </Button>
      <AdditionLine number={props.one.number} />
      {error === null ? null : (
        <div className="query-error" role="alert">
          <HostileText text={errorText(error)} />
          <ErrorTrace error={error} />
        </div>
      )}
    </form>
  );
}

/** Longer than most people take for a double click. */
const doubleClickMs = 300;

/** What is opened below the table; where that is out of sight, it is brought into view. */
function OpenedIndicator(props: {
  readonly number: CaseNumber;
  readonly row: CaseIndicatorRow;
  readonly onRemoved: () => void;
}): ReactElement {
  const { row } = props;
  const box = useRef<HTMLElement>(null);
  const name = `${row.type} ${row.value}`;
  useEffect(() => {
    // Not between the two clicks of a double click, which would hit another row.
    const timer = setTimeout(() => box.current?.scrollIntoView({ block: 'nearest' }), doubleClickMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section className="case-detail" aria-label="Then and now" ref={box}>
      <h3>
        <HostileText text={displayValue(row)} mono limit={titleLimit} />
      </h3>
      <FrozenAndLive key={name} number={props.number} row={row} onRemoved={props.onRemoved} />
    </section>
  );
}

/** The indicators of a case: what was said of them when they were added beside what is true now. */
export function CaseIndicators(props: { readonly one: Case }): ReactElement {
  const { one } = props;
  const rows = useCaseTable(one);
  const [cursor, setCursor] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  const index = Math.min(cursor, Math.max(0, rows.total - 1));
  const row = isOpen ? rows.row(index) : undefined;
  const section = useRef<HTMLElement>(null);
  // The next row has its place now: open, it would have its button where the second of two clicks falls.
  const closeRemoved = (): void => {
    setIsOpen(false);
    section.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  };
  return (
    <section className="case-section" aria-label="Indicators" ref={section}>
      <h2 className="section-title">
        Indicators <span>{one.indicatorCount.toLocaleString('en')}</span>
      </h2>
      {one.status === 'closed' ? null : <AddLine one={one} />}
      {rows.error === null ? null : <ErrorNote error={rows.error} onRetry={rows.retry} />}
      {rows.total === 0 ? (
        <p className="muted">None yet. Add some here, or from Explore with C.</p>
      ) : (
        <CaseTable rows={rows} cursor={index} isOpen={isOpen} onCursor={setCursor} onOpen={setIsOpen} />
      )}
      {row === undefined ? null : <OpenedIndicator number={one.number} row={row} onRemoved={closeRemoved} />}
    </section>
  );
}
