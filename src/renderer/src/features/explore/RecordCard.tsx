import { Button } from '@blueprintjs/core';
import { ChevronDownIcon, ChevronRightIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import type { Observation } from '#shared/model/indicator.ts';
import { useNow } from '../../app/clock.tsx';
import { useStreamTitles } from '../../bridge/use-stream-titles.ts';
import { Field, Fields } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { FlagMark } from '../../components/Marks.tsx';
import { Ago, Moment } from '../../components/Moment.tsx';
import { VendorName } from '../../components/VendorMark.tsx';
import { PinRecordDialog } from '../cases/PinRecordDialog.tsx';
import { AllFields } from './AllFields.tsx';
import { FieldText } from './FieldText.tsx';
import { isSaid, observationFields } from './observation-fields.ts';
import { RawRecord } from './RawRecord.tsx';
import { RecordHistory } from './RecordHistory.tsx';
import { standingOf } from './score-origin.ts';

type Extra = 'fields' | 'raw' | 'history' | undefined;

function RecordBody(props: { readonly observation: Observation }): ReactElement {
  const { observation } = props;
  const [extra, setExtra] = useState<Extra>();
  const [isPinning, setIsPinning] = useState(false);
  const toggle = (wanted: Extra): void => setExtra(extra === wanted ? undefined : wanted);
  return (
    <div className="record-body">
      <Fields>
        {observationFields
          .filter((field) => isSaid(observation, field.key))
          .map((field) => (
            <Field key={field.key} name={field.label}>
              <FieldText fields={observation} field={field} />
            </Field>
          ))}
        <Field name="Vendor’s key">
          <HostileText text={observation.vendorKey} mono />
        </Field>
        <Field name="Fetched">
          <Moment atMs={observation.fetchedAtMs} />
        </Field>
        {observation.goneAtMs === null ? null : (
          <Field name="Gone at vendor">
            <Moment atMs={observation.goneAtMs} />
          </Field>
        )}
      </Fields>
      <div className="record-actions">
        <Button
          size="small"
          variant="outlined"
          active={extra === 'fields'}
          aria-expanded={extra === 'fields'}
          onClick={() => toggle('fields')}
        >
          All fields
        </Button>
        <Button
          size="small"
          variant="outlined"
          active={extra === 'raw'}
          aria-expanded={extra === 'raw'}
          onClick={() => toggle('raw')}
        >
          Raw record
        </Button>
        <Button
          size="small"
          variant="outlined"
          active={extra === 'history'}
          aria-expanded={extra === 'history'}
          disabled={observation.versions === 0}
          onClick={() => toggle('history')}
        >
          {observation.versions === 0 ? 'Never changed' : `Changed ${observation.versions}×`}
        </Button>
        <Button size="small" variant="outlined" onClick={() => setIsPinning(true)}>
          Pin to case…
        </Button>
      </div>
      {isPinning ? <PinRecordDialog observation={observation} onClose={() => setIsPinning(false)} /> : null}
      {extra === 'fields' ? <AllFields id={observation.id} /> : null}
      {extra === 'raw' ? <RawRecord id={observation.id} sha256={observation.rawSha256} /> : null}
      {extra === 'history' ? <RecordHistory observation={observation} /> : null}
    </div>
  );
}

/** One vendor's record: its head says who and when, opened it says everything. */
export function RecordCard(props: { readonly observation: Observation }): ReactElement {
  const { observation } = props;
  const titleOf = useStreamTitles();
  const standing = standingOf(observation, useNow());
  const [isOpen, setIsOpen] = useState(true);
  return (
    <article className="record">
      <button type="button" className="record-head" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? <ChevronDownIcon size={12} /> : <ChevronRightIcon size={12} />}
        <b>
          <VendorName vendor={observation.vendor} />
        </b>
        <span className="muted ellipsis">
          <HostileText text={observation.connection} inCell /> ·{' '}
          <span title={`stream:${observation.stream}`}>{titleOf(observation.vendor, observation.stream)}</span>
        </span>
        <span className="grow" />
        {observation.benign ? <span className="mark verdict-benign">calls it harmless</span> : null}
        {standing === 'live' ? null : <FlagMark flag={standing} />}
        <span className="muted">
          <Ago atMs={observation.fetchedAtMs} />
        </span>
      </button>
      {isOpen ? <RecordBody observation={observation} /> : null}
    </article>
  );
}
