import { Callout, FormGroup, SegmentedControl } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { Settings } from '#shared/contract/schemas.ts';
import { tlpMarks } from '#shared/model/vocabulary.ts';
import { useNotices } from '../../app/notices.tsx';
import { useAppInfo, useSaveSettings, useSettings, useVaultStatus } from '../../bridge/use-app.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Field, Fields } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { WordSelect } from '../../components/WordSelect.tsx';
import { tlpWord } from '../../text/words.ts';
import { AllowList } from './AllowList.tsx';
import { AuditLog } from './AuditLog.tsx';
import { BenignLists } from './BenignLists.tsx';
import { DataCare } from './DataCare.tsx';
import { NetworkSection } from './NetworkSection.tsx';
import { UpdatesSection } from './UpdatesSection.tsx';
import './settings.css';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';

type Save = (change: Partial<Settings>) => void;

function Choice<Word extends string>(props: {
  readonly label: string;
  readonly words: Readonly<Record<Word, string>>;
  readonly value: Word;
  readonly onChange: (word: Word) => void;
}): ReactElement {
  const options = Object.entries<string>(props.words).map(([value, label]) => ({ value, label }));
  return (
    <FormGroup label={props.label} inline className="setting">
      <SegmentedControl
        size="small"
        aria-label={props.label}
        options={options}
        value={props.value}
        onValueChange={(value) => {
          // Values are the keys of `words`.
          if (value in props.words) props.onChange(value as Word);
        }}
      />
    </FormGroup>
  );
}

function Appearance(props: { readonly settings: Settings; readonly save: Save }): ReactElement {
  const { settings, save } = props;
  return (
    <section className="settings-section" aria-label="Appearance">
      <h2>Appearance</h2>
      <Choice
        label="Theme"
        words={{ system: 'As the system', light: 'Light', dark: 'Dark', contrast: 'High contrast' }}
        value={settings.theme}
        onChange={(theme) => save({ theme })}
      />
      <Choice
        label="Density"
        words={{ compact: 'Compact', comfortable: 'Comfortable' }}
        value={settings.density}
        onChange={(density) => save({ density })}
      />
      <Choice
        label="Times"
        words={{ utc: 'UTC', local: 'Local' }}
        value={settings.timeZone}
        onChange={(timeZone) => save({ timeZone })}
      />
    </section>
  );
}

function Work(props: { readonly settings: Settings; readonly save: Save }): ReactElement {
  const { settings, save } = props;
  const [name, setName] = useState(settings.analystName);
  const saveName = (): void => {
    if (name.trim() !== '' && name.trim() !== settings.analystName) save({ analystName: name.trim() });
  };
  return (
    <section className="settings-section" aria-label="Work">
      <h2>Work</h2>
      <FormGroup
        label="Analyst name"
        labelFor="analyst-name"
        inline
        className="setting"
        helperText="Stands in triage entries, cases and reports."
      >
        <input
          id="analyst-name"
          type="text"
          className="bp6-input"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={saveName}
          onKeyDown={(event) => {
            if (event.key === 'Enter') saveName();
          }}
        />
      </FormGroup>
      <FormGroup
        label="Default TLP"
        labelFor="default-tlp"
        inline
        className="setting"
        helperText="Mark of a new case, and of an exported list that has none of its own."
      >
        <WordSelect
          id="default-tlp"
          words={tlpMarks}
          value={settings.defaultTlp}
          say={tlpWord}
          onChange={(defaultTlp) => save({ defaultTlp })}
        />
      </FormGroup>
    </section>
  );
}

function Vault(): ReactElement {
  const vault = useVaultStatus();
  return (
    <section className="settings-section" aria-label="Credentials">
      <h2>Credentials</h2>
      {vault.isPending ? <Loading lines={2} /> : null}
      {vault.error === null ? null : <ErrorNote error={vault.error} />}
      {vault.data === undefined ? null : (
        <>
          <Callout compact intent={vault.data.keychain.usable ? 'success' : 'warning'} icon={false}>
            <b>{vault.data.keychain.usable ? 'The system keychain is usable' : 'The system keychain is not usable'}</b>
            <br />
            <HostileText text={vault.data.keychain.explanation} multiline />
          </Callout>
          {vault.data.memoryOnly.length === 0 ? null : (
            <p className="settings-note">
              Only in memory, gone when Sightline closes: <HostileText text={vault.data.memoryOnly.join(', ')} />
            </p>
          )}
        </>
      )}
    </section>
  );
}

const shellNames = { electron: 'Electron', chromium: 'Chromium window', cli: 'Command line' } as const;

function About(): ReactElement {
  const info = useAppInfo().data;
  return (
    <section className="settings-section" aria-label="About">
      <h2>About</h2>
      {info === undefined ? (
        <Loading lines={2} />
      ) : (
        <Fields>
          <Field name="Version">{info.version}</Field>
          <Field name="Runs in">{shellNames[info.shell]}</Field>
          <Field name="Data folder">
            <HostileText text={info.dataFolder} mono />
          </Field>
          {info.storageWarning === null ? null : <Field name="Note">{info.storageWarning}</Field>}
        </Fields>
      )}
    </section>
  );
}

/** Preferences, and the state of what the program stands on. */
export function SettingsView(): ReactElement {
  const settings = useSettings();
  const saving = useSaveSettings();
  const notices = useNotices();
  const save: Save = (change) => saving.mutate(change, { onError: notices.failed });
  return (
    <div className="settings">
      <header className="screen-head">
        <h1>Settings</h1>
      </header>
      <ScrollRegion className="settings-body" label="All settings">
        <div className="settings-columns">
          <div className="settings-column">
            {settings.isPending ? <Loading lines={6} /> : null}
            {settings.error === null ? null : (
              <ErrorNote error={settings.error} onRetry={() => void settings.refetch()} />
            )}
            {settings.data === undefined ? null : (
              <>
                <Appearance settings={settings.data} save={save} />
                <Work settings={settings.data} save={save} />
              </>
            )}
            <Vault />
            <NetworkSection />
          </div>
          <div className="settings-column">
            <BenignLists />
            <AllowList />
            <AuditLog />
            <DataCare />
            <UpdatesSection />
            <About />
          </div>
        </div>
      </ScrollRegion>
    </div>
  );
}
