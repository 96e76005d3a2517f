import { Button, Callout, InputGroup } from '@blueprintjs/core';
import { DuplicateIcon } from '@blueprintjs/icons';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import type { ObservationId } from '#shared/model/ids.ts';
import { useRawRecord } from '../../bridge/use-indicators.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { useCopy } from '../../components/use-copy.ts';
import { formatCount } from '../../text/words.ts';
import { findLines, indentJson } from './pretty-json.ts';

/** Lines drawn at first; a record of a megabyte would otherwise stop the window for a moment. */
const lineLimit = 1_500;

function Lines(props: {
  readonly lines: readonly string[];
  readonly matches: readonly number[];
  readonly current: number | undefined;
}): ReactElement {
  const box = useRef<HTMLElement>(null);
  const { current } = props;
  useEffect(() => {
    if (current !== undefined)
      box.current?.querySelector(`[data-line="${current}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const found = new Set(props.matches);
  return (
    <ScrollRegion className="raw-lines mono" boxRef={box} label="Raw record">
      {props.lines.map((line, at) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text never move
          key={at}
          data-line={at}
          className={at === current ? 'raw-line is-current' : found.has(at) ? 'raw-line is-match' : 'raw-line'}
        >
          <span className="raw-number" aria-hidden="true">
            {at + 1}
          </span>
          <span className="raw-text">
            <HostileText text={line} />
          </span>
        </div>
      ))}
    </ScrollRegion>
  );
}

/** A record's text, indented for reading but not changed; searchable. */
export function RawText(props: {
  readonly data: { readonly text: string; readonly cut: boolean };
  readonly sha256: string;
}): ReactElement {
  const { data } = props;
  const [search, setSearch] = useState('');
  const [step, setStep] = useState(0);
  const [areAllShown, setAreAllShown] = useState(false);
  const copy = useCopy();
  const lines = useMemo(() => indentJson(data.text), [data]);
  const matches = useMemo(() => findLines(lines, search), [lines, search]);
  const current = matches.length === 0 ? undefined : matches[step % matches.length];
  const isLong = lines.length > lineLimit && !areAllShown && search === '';
  return (
    <div className="raw">
      <div className="raw-tools">
        <InputGroup
          size="small"
          aria-label="Search in the raw record"
          placeholder="Search in the record"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setStep(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') setStep(step + (event.shiftKey ? Math.max(0, matches.length - 1) : 1));
          }}
        />
        <span className="muted" aria-live="polite">
          {search === ''
            ? ''
            : matches.length === 0
              ? 'not found'
              : `${(step % matches.length) + 1} of ${matches.length}`}
        </span>
        <span className="grow" />
        <Button
          size="small"
          variant="minimal"
          icon={<DuplicateIcon size={12} />}
          onClick={() => copy(data.text, 'Raw record')}
        >
          Copy
        </Button>
      </div>
      {data.cut ? (
        <Callout compact intent="warning" icon={false}>
          The record is longer than what is kept; its end is missing.
        </Callout>
      ) : null}
      <Lines lines={isLong ? lines.slice(0, lineLimit) : lines} matches={matches} current={current} />
      {isLong ? (
        <Button size="small" variant="minimal" onClick={() => setAreAllShown(true)}>
          Show all {formatCount(lines.length)} lines
        </Button>
      ) : null}
      <p className="raw-hash muted">
        SHA-256 <span className="mono">{props.sha256}</span>
      </p>
    </div>
  );
}

/** The vendor's record as it was received. */
export function RawRecord(props: { readonly id: ObservationId; readonly sha256: string }): ReactElement {
  const { data, error, isPending } = useRawRecord(props.id, true);
  if (isPending) return <Loading lines={4} />;
  if (error !== null) return <ErrorNote error={error} />;
  return <RawText data={data} sha256={props.sha256} />;
}
