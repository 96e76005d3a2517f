import { Callout, FormGroup, HTMLSelect } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { WriteChoice } from '#shared/model/outbox.ts';
import { useForgetRefusal } from '../../bridge/use-outbox.ts';
import { DeniedNote } from '../../components/DeniedNote.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { writeWords } from '../../text/words.ts';

/** Names a choice among others. */
export function keyOfWrite({ connectionId, operation }: WriteChoice): string {
  return `${connectionId} ${operation}`;
}

/** The first of the writes that each missing right keeps from a connection. */
function onePerRight(writes: readonly WriteChoice[]): readonly WriteChoice[] {
  const denied = writes.filter((write) => write.denied !== null);
  return [...Map.groupBy(denied, ({ connectionId, scope }) => `${connectionId} ${scope}`).values()].flatMap(
    ([first]) => first ?? [],
  );
}

/** What can be changed where; what the key may not do is shown as such, with the reason. */
export function WriteSelect(props: {
  readonly writes: readonly WriteChoice[];
  readonly value: WriteChoice | undefined;
  readonly onChange: (key: string) => void;
}): ReactElement {
  const { writes, value } = props;
  const grant = useForgetRefusal();
  if (value === undefined) {
    return (
      <Callout compact icon={false}>
        No connected vendor takes changes: Datadog, Falcon and VirusTotal do.
      </Callout>
    );
  }
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
      {onePerRight(writes).map(({ connectionId, connection, operation, scope, denied }) => (
        <DeniedNote
          key={`${connectionId} ${scope}`}
          reason={`${connection}: ${denied}`}
          isPending={grant.isPending}
          onGranted={() => grant.mutate({ id: connectionId, operation })}
        />
      ))}
      {grant.error === null ? null : <ErrorNote error={grant.error} />}
    </>
  );
}
