import { Button, ButtonGroup, Callout } from '@blueprintjs/core';
import { ApplicationIcon, KeyIcon, PulseIcon, RefreshIcon, TrashIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import type { Connection } from '#shared/model/connection.ts';
import { useNotices } from '../../app/notices.tsx';
import { useVendors } from '../../bridge/use-app.ts';
import { useConnectionCommands, useRuns } from '../../bridge/use-connections.ts';
import { useSyncCommands, useSyncProgress } from '../../bridge/use-sync.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Field, Fields } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Ago } from '../../components/Moment.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { VendorName } from '../../components/VendorMark.tsx';
import { retentionWords } from '../../text/retention-words.ts';
import { BudgetField } from './BudgetField.tsx';
import { CallDialog } from './CallDialog.tsx';
import { ConnectionAuthorities } from './ConnectionAuthorities.tsx';
import { OptionList } from './OptionList.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { RetentionDialog } from './RetentionDialog.tsx';
import { RunTable } from './RunTable.tsx';
import { ScheduleDialog } from './ScheduleDialog.tsx';
import { ScheduleField } from './ScheduleField.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { StreamTable } from './StreamTable.tsx';
import { TestResult } from './TestResult.tsx';

type Dialog = 'secret' | 'remove' | 'calls' | 'retention' | 'schedule' | undefined;

function Actions(props: {
  readonly connection: Connection;
  readonly onTest: () => void;
  readonly isTesting: boolean;
  readonly onDialog: (dialog: Dialog) => void;
}): ReactElement {
  const { connection } = props;
  const { start, cancel } = useSyncCommands();
  const notices = useNotices();
  const isRunning = useSyncProgress().some((progress) => progress.connectionId === connection.id);
  const sync = (full: boolean): void => {
    start.mutate({ connectionIds: [connection.id], streams: null, full }, { onError: notices.failed });
  };
  return (
    <div className="connection-actions">
      {isRunning ? (
        <Button
          size="small"
          variant="outlined"
          onClick={() => cancel.mutate({ connectionId: connection.id }, { onError: notices.failed })}
        >
          Cancel sync
        </Button>
      ) : (
        <ButtonGroup size="small" variant="outlined">
          <Button icon={<RefreshIcon size={14} />} disabled={!connection.hasSecret} onClick={() => sync(false)}>
            Sync
          </Button>
          <Button
            disabled={!connection.hasSecret}
            title="Ask for everything again, not only what changed"
            onClick={() => sync(true)}
          >
            In full
          </Button>
        </ButtonGroup>
      )}
      <ButtonGroup size="small" variant="outlined">
        <Button icon={<PulseIcon size={14} />} loading={props.isTesting} onClick={props.onTest}>
          Test
        </Button>
        <Button icon={<ApplicationIcon size={14} />} onClick={() => props.onDialog('calls')}>
          Calls
        </Button>
        <Button icon={<KeyIcon size={14} />} onClick={() => props.onDialog('secret')}>
          Credentials
        </Button>
        <Button icon={<TrashIcon size={14} />} onClick={() => props.onDialog('remove')}>
          Remove
        </Button>
      </ButtonGroup>
    </div>
  );
}

function secretWords(connection: Connection): string {
  if (!connection.hasSecret) return 'none';
  return connection.secretKeptIn === 'memory' ? 'in memory, gone when Sightline closes' : 'in the system keychain';
}

function Facts(props: { readonly connection: Connection; readonly onDialog: (dialog: Dialog) => void }): ReactElement {
  const { connection, onDialog } = props;
  return (
    <Fields>
      <Field name="Vendor">
        <VendorName vendor={connection.vendor} />
      </Field>
      {connection.site === null ? null : <Field name="Site">{connection.site}</Field>}
      {connection.baseUrl === null ? null : (
        <Field name="Address">
          <HostileText text={connection.baseUrl} mono />
        </Field>
      )}
      <Field name="Credentials">
        <span className={connection.hasSecret ? undefined : 'word-failed'}>{secretWords(connection)}</span>
      </Field>
      <Field name="Last complete">
        <Ago atMs={connection.lastCompleteAtMs} />
      </Field>
      <ScheduleField connection={connection} onChange={() => onDialog('schedule')} />
      <Field name="Records kept">
        {retentionWords(connection.retentionDays)}{' '}
        <button
          type="button"
          className="link-button"
          aria-label="Change how long records are kept"
          onClick={() => onDialog('retention')}
        >
          Change
        </button>
      </Field>
      <BudgetField connection={connection} />
      <ConnectionAuthorities connection={connection} />
      <OptionList options={connection.options} />
    </Fields>
  );
}

/** One connection: its streams and what their last runs came to, and every run before. */
export function ConnectionPage(props: { readonly connection: Connection }): ReactElement {
  const { connection } = props;
  const runs = useRuns(connection.id);
  const vendor = useVendors().data?.find((known) => known.id === connection.vendor);
  const { test } = useConnectionCommands();
  const [dialog, setDialog] = useState<Dialog>();
  const close = (): void => setDialog(undefined);
  return (
    <ScrollRegion className="connection-page" label={connection.name}>
      <header className="connection-head">
        <h2>
          <HostileText text={connection.name} />
        </h2>
        <span className="grow" />
        <Actions
          connection={connection}
          isTesting={test.isPending}
          onTest={() => test.mutate({ id: connection.id })}
          onDialog={setDialog}
        />
      </header>
      {connection.hasSecret ? null : (
        <Callout compact intent="warning" icon={false} className="form-note">
          Without credentials nothing can be fetched. What is cached stays searchable.{' '}
          <button type="button" className="link-button" onClick={() => setDialog('secret')}>
            Enter them
          </button>
        </Callout>
      )}
      {connection.possibleLoss === null ? null : (
        <Callout compact intent="warning" icon={false} className="form-note">
          <HostileText text={connection.possibleLoss} />
        </Callout>
      )}
      {test.error === null ? null : <ErrorNote error={test.error} />}
      {test.data === undefined ? null : <TestResult result={test.data} />}
      <Facts connection={connection} onDialog={setDialog} />
      {runs.error === null ? null : <ErrorNote error={runs.error} onRetry={() => void runs.refetch()} />}
      <StreamTable connection={connection} runs={runs.data ?? []} />
      {runs.isPending ? <Loading lines={4} /> : <RunTable vendor={connection.vendor} runs={runs.data ?? []} />}
      {dialog === 'secret' ? <SecretDialog connection={connection} vendor={vendor} onClose={close} /> : null}
      {dialog === 'calls' ? <CallDialog connection={connection} onClose={close} /> : null}
      {dialog === 'retention' ? <RetentionDialog connection={connection} onClose={close} /> : null}
      {dialog === 'schedule' ? <ScheduleDialog connection={connection} onClose={close} /> : null}
      {dialog === 'remove' ? <RemoveDialog connection={connection} onClose={close} /> : null}
    </ScrollRegion>
  );
}
