import { Button } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { textFile, type WindowFile } from '../../bridge/send-file.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { FileButton } from '../../components/FileButton.tsx';
import { KeyCaps } from '../../keyboard/KeyHint.tsx';
import { useLookupMemory } from './lookup-memory.tsx';

/** Before the first look-up: where text goes in. */
export function LookupStart(props: { readonly onFiles: (files: readonly WindowFile[]) => void }): ReactElement {
  const { state, change } = useLookupMemory();
  const isEmpty = state.draft.trim() === '';
  const submit = (): void => {
    if (!isEmpty) props.onFiles([textFile('Typed text', state.draft)]);
  };
  return (
    <>
      <header className="screen-head">
        <h1>Lookup</h1>
        <span className="grow" />
        <FileButton size="small" label="Choose files…" isMultiple onFiles={props.onFiles} />
      </header>
      <div className="lookup-start">
        <div className="lookup-invite">
          <h2>Paste, drop or type what you want to know about</h2>
          <p className="muted">
            A report, a mail, a log or a list, defanged or not. Files may be text, HTML, EML, MSG, PDF, DOCX, CSV, JSON,
            STIX, MISP or an archive of them, dropped anywhere on this screen. Everything is matched with the cache on
            this machine; nothing is sent, and no network is needed.
          </p>
        </div>
        {state.error === undefined ? null : <ErrorNote error={state.error} />}
        <textarea
          className="lookup-text mono"
          aria-label="Text to look up"
          placeholder="hxxps://login-update[.]example[.]com/a.php&#10;198.51.100[.]7"
          spellCheck={false}
          value={state.draft}
          onChange={(event) => change({ draft: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
        <div className="lookup-submit">
          <span className="muted">
            <KeyCaps keys="mod+v" /> outside the field looks up at once
          </span>
          <span className="grow" />
          <Button intent="primary" disabled={isEmpty} onClick={submit} endIcon={<KeyCaps keys="mod+Enter" />}>
            Look up
          </Button>
        </div>
      </div>
    </>
  );
}
