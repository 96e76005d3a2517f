import { Button } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import { useBackup } from '../../bridge/use-care.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { countOf, formatCount } from '../../text/words.ts';
import { DiagnosticsDialog } from './DiagnosticsDialog.tsx';
import { RestoreDialog } from './RestoreDialog.tsx';

/** Backups of the database, and the file for the support. */
export function DataCare(): ReactElement {
  const backup = useBackup();
  const [isRestoring, setIsRestoring] = useState(false);
  const [isDiagnosing, setIsDiagnosing] = useState(false);
  return (
    <section className="settings-section" aria-label="Data">
      <h2>Data</h2>
      <p className="settings-note">
        A backup is one checked file with triage, tags, cases, settings and the cache; it holds no key of a vendor. When
        one is restored, what it replaces is kept.
      </p>
      <div className="settings-actions">
        <Button onClick={() => backup.mutate(null)} loading={backup.isPending}>
          Back up…
        </Button>
        <Button onClick={() => setIsRestoring(true)}>Restore…</Button>
        <Button onClick={() => setIsDiagnosing(true)}>Diagnostics…</Button>
      </div>
      {backup.error === null ? null : <ErrorNote error={backup.error} />}
      {backup.data === undefined || backup.data === null ? null : (
        <p className="settings-note" role="status">
          Backed up {countOf(backup.data.indicators, 'indicator')}, {countOf(backup.data.cases, 'case')} and{' '}
          {countOf(backup.data.triageEntries, 'triage entry', 'triage entries')} (
          {formatCount(Math.ceil(backup.data.sizeBytes / 1_024))} KiB) to <HostileText text={backup.data.place} mono />
        </p>
      )}
      {isRestoring ? <RestoreDialog onClose={() => setIsRestoring(false)} /> : null}
      {isDiagnosing ? <DiagnosticsDialog onClose={() => setIsDiagnosing(false)} /> : null}
    </section>
  );
}
