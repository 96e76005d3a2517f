import { Callout, FormGroup, HTMLSelect } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { WriteChoice } from '#shared/model/outbox.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { writeWords } from '../../text/words.ts';

/** Names a choice among others. */
export function keyOfWrite({ connectionId, operation }: WriteChoice): string {
  return `${connectionId} ${operation}`;
}

/** What can be changed where; what the key may not do is shown as such, with the reason. */
export function WriteSelect(props: {
  readonly writes: readonly WriteChoice[];
  readonly value: WriteChoice | undefined;
  readonly onChange: (key: string) => void;
}): ReactElement {
  const { writes, value } = props;
  if (value === undefined) {
    return (
      <Callout compact icon={false}>
        No connected vendor takes changes: Datadog, Falcon and VirusTotal do.
      </Callout>
    );
  }
  const denied = [
    ...new Set(writes.flatMap((write) => (write.denied === null ? [] : [`${write.connection}: ${write.denied}`]))),
  ];
  return (
    <>
      <FormGroup label="Change" labelFor="push-choice" helperText={`needs ${value.scope}`}>
        <HTMLSelect
          id="push-choice"
          fill
          value={keyOfWrite(value)}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        >
          {writes.map((write) => (
            <option key={keyOfWrite(write)} value={keyOfWrite(write)} disabled={write.denied !== null}>
              {write.connection}: {(writeWords[write.operation] ?? write.operation).toLowerCase()}
              {write.denied === null ? '' : ' (not allowed)'}
            </option>
          ))}
        </HTMLSelect>
      </FormGroup>
      {denied.map((text) => (
        <Callout key={text} compact intent="warning" icon={false} className="form-note">
          <HostileText text={text} />
        </Callout>
      ))}
    </>
  );
}
