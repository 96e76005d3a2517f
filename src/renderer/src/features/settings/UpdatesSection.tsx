import { Button, FormGroup, SegmentedControl } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { type UpdateStatus, updateModes } from '#shared/model/update.ts';
import { useNotices } from '../../app/notices.tsx';
import { useSaveSettings, useSettings } from '../../bridge/use-app.ts';
import { useLookForUpdate, useUpdates } from '../../bridge/use-updates.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Day } from '../../components/Moment.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { UpdateFiles } from './UpdateFiles.tsx';

const modeWords = { off: 'Off', manual: 'When I ask', daily: 'Once a day' } as const;

function ModeChoice(): ReactElement | null {
  const settings = useSettings().data;
  const saving = useSaveSettings();
  const notices = useNotices();
  if (settings === undefined) return null;
  return (
    <FormGroup
      label="Look for updates"
      inline
      className="setting"
      helperText="Nothing is ever downloaded or installed by itself."
    >
      <SegmentedControl
        size="small"
        aria-label="Look for updates"
        options={updateModes.map((value) => ({ value, label: modeWords[value] }))}
        value={settings.updates}
        onValueChange={(value) => {
          const updates = updateModes.find((mode) => mode === value);
          if (updates !== undefined) saving.mutate({ updates }, { onError: notices.failed });
        }}
      />
    </FormGroup>
  );
}

function Latest(props: { readonly status: UpdateStatus }): ReactElement | null {
  const { version, latest } = props.status;
  if (latest === null) return null;
  if (!latest.isNewer) {
    return (
      <p className="settings-note" role="status">
        You have the newest version, {version}.
      </p>
    );
  }
  return (
    <>
      <p className="settings-note" role="status">
        <b>Sightline {latest.version} is there</b>, released on <Day atMs={latest.releasedAtMs} />. Its signature is
        good.
      </p>
      {latest.notes === '' ? null : (
        <ScrollRegion className="update-notes" label="What is new">
          <HostileText text={latest.notes} multiline limit={1_500} />
        </ScrollRegion>
      )}
      <UpdateFiles files={latest.files} />
    </>
  );
}

function Looking(props: { readonly status: UpdateStatus }): ReactElement {
  const look = useLookForUpdate();
  return (
    <>
      <div className="settings-actions">
        <Button loading={look.isPending} onClick={() => look.mutate(null)}>
          Look for an update
        </Button>
      </div>
      {look.error === null ? null : <ErrorNote error={look.error} />}
      <Latest status={props.status} />
    </>
  );
}

/** The version that runs, whether newer ones are looked for and who decides that; nothing is there to press where it cannot be. */
export function UpdatesSection(): ReactElement {
  const updates = useUpdates();
  const status = updates.data;
  const canChoose = status !== undefined && (status.mode !== 'off' || status.decidedBy === 'setting');
  return (
    <section className="settings-section" aria-label="Updates">
      <h2>Updates</h2>
      {updates.isPending ? <Loading lines={2} /> : null}
      {updates.error === null ? null : <ErrorNote error={updates.error} />}
      {status === undefined ? null : (
        <>
          {canChoose ? <ModeChoice /> : null}
          <p className="settings-note">
            This is version {status.version}. <HostileText text={status.reason ?? ''} />
          </p>
          {status.mode === 'off' ? null : <Looking status={status} />}
        </>
      )}
    </section>
  );
}
