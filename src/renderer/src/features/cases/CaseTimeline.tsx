import { Button, InputGroup } from '@blueprintjs/core';
import { CrossIcon, PlusIcon } from '@blueprintjs/icons';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Case, CaseTimelineEntry } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { readWrittenMoment } from '#shared/text/written-moments.ts';
import { useNow } from '../../app/clock.tsx';
import { useNotices } from '../../app/notices.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useCaseTimeline } from '../../bridge/use-case-log.ts';
import { useCaseCommands } from '../../bridge/use-cases.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { ShortMoment } from '../../components/Moment.tsx';
import { MomentField } from '../../components/MomentField.tsx';
import { formatMoment } from '../../text/time.ts';
import { formatCount } from '../../text/words.ts';
import { OlderEntries } from './OlderEntries.tsx';

function OwnEntryForm(props: { readonly number: CaseNumber }): ReactElement {
  const { timeZone } = usePreferences();
  const nowMs = useNow();
  const [moment, setMoment] = useState<string>();
  const [text, setText] = useState('');
  const { addTimelineEntry } = useCaseCommands();
  const notices = useNotices();
  const shown = moment ?? formatMoment(nowMs, timeZone);
  const happenedAtMs = readWrittenMoment(shown, timeZone);
  const isReady = happenedAtMs !== null && text.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Enter once more, while it is saved, is no second one.
    if (!isReady || addTimelineEntry.isPending) return;
    // What was written on meanwhile is not saved yet.
    const reset = (): void => {
      setText((now) => (now === text ? '' : now));
      setMoment((now) => (now === moment ? undefined : now));
    };
    addTimelineEntry.mutate(
      { number: props.number, happenedAtMs, text: text.trim() },
      { onSuccess: reset, onError: notices.failed },
    );
  };
  return (
    <form className="timeline-form" onSubmit={submit}>
      <MomentField
        label={`When it happened (${timeZone === 'utc' ? 'UTC' : 'local time'})`}
        value={shown}
        isWrong={happenedAtMs === null}
        onChange={setMoment}
      />
      <div className="timeline-what">
        <InputGroup
          fill
          size="small"
          aria-label="New timeline entry"
          placeholder="What happened (Enter)"
          maxLength={4_000}
          value={text}
          onValueChange={setText}
        />
        <Button
          type="submit"
          size="small"
          aria-label="Add the entry"
          disabled={!isReady}
          icon={<PlusIcon size={14} />}
        />
      </div>
    </form>
  );
}

function Entry(props: { readonly number: CaseNumber; readonly entry: CaseTimelineEntry }): ReactElement {
  const { number, entry } = props;
  const { removeTimelineEntry } = useCaseCommands();
  const notices = useNotices();
  return (
    <li>
      <span className="muted">
        <ShortMoment atMs={entry.atMs} />
      </span>
      <HostileText text={entry.text} />
      {entry.by === null ? null : (
        <span className="timeline-own">
          <span className="muted">
            <HostileText text={entry.by} inCell />
          </span>
          <Button
            size="small"
            variant="minimal"
            aria-label={`Remove own entry: ${revealHidden(entry.text.slice(0, 60).toWellFormed())}`}
            title="Remove this entry"
            icon={<CrossIcon size={12} />}
            loading={removeTimelineEntry.isPending}
            onClick={() => removeTimelineEntry.mutate({ number, id: entry.id }, { onError: notices.failed })}
          />
        </span>
      )}
    </li>
  );
}

/** What happened in the case, latest first: written by the application with each change, and by analysts. */
export function CaseTimeline(props: { readonly one: Case }): ReactElement {
  const { number, timelineCount } = props.one;
  const log = useCaseTimeline(number);
  return (
    <section className="case-section" aria-label="Timeline">
      <h2 className="section-title">
        Timeline <span>{formatCount(timelineCount)}</span>
      </h2>
      <OwnEntryForm number={number} />
      <ol className="timeline">
        {log.entries.map((entry) => (
          <Entry key={entry.id} number={number} entry={entry} />
        ))}
      </ol>
      <OlderEntries log={log} total={timelineCount} />
    </section>
  );
}
