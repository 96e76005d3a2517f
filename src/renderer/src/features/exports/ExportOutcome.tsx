import { Callout, FormGroup, InputGroup, ProgressBar } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { ExportResult } from '#shared/contract/schemas.ts';
import { tellImportLimit } from '#shared/text/import-limit.ts';
import { useExportProgress } from '../../bridge/use-exports.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { TlpMarkLabel } from '../../components/Marks.tsx';
import { countOf, formatCount } from '../../text/words.ts';

/** What was written, and what was not. */
export function Written(props: { readonly result: ExportResult; readonly format: string }): ReactElement {
  const { result } = props;
  const limit = tellImportLimit(props.format, result.sizeBytes);
  return (
    <Callout intent="success" icon={false} className="export-written" role="status">
      <p>
        <b>Written</b>
      </p>
      <p>
        <HostileText text={result.place} mono />
      </p>
      <p>
        {countOf(result.indicators, 'indicator')}, {formatCount(Math.ceil(result.sizeBytes / 1_024))} KiB, marked{' '}
        <TlpMarkLabel tlp={result.tlp} />
      </p>
      {result.leftOut === 0 ? null : <p>{countOf(result.leftOut, 'indicator')} left out: marked above the ceiling.</p>}
      {result.unfit === 0 ? null : (
        <p>{countOf(result.unfit, 'indicator')} left out: not in the choices, or the format cannot carry them.</p>
      )}
      {limit === undefined ? null : <p>{limit}</p>}
      {result.fingerprint === null ? null : (
        <p className="audit-place">
          Fingerprint, to be told to whoever opens it, over another way: <code>{result.fingerprint}</code>
        </p>
      )}
    </Callout>
  );
}

/** How far the writing is. */
export function ExportProgressLine(): ReactElement {
  const progress = useExportProgress();
  const isReading = progress?.stage === 'reading' && progress.total > 0;
  return (
    <div className="export-progress">
      <ProgressBar
        intent="primary"
        aria-label="Export"
        {...(isReading ? { value: progress.done / progress.total } : {})}
      />
      <span role="status">
        {isReading
          ? `${formatCount(progress.done)} of ${countOf(progress.total, 'indicator')} read`
          : progress?.stage === 'printing'
            ? 'Setting the pages …'
            : 'Waiting for the place …'}
      </span>
    </div>
  );
}

/** The word that a file marked TLP:RED is written for. */
export const redWord = 'TLP:RED';

/** TLP:RED leaves Sightline only when somebody has typed so: a click is too easily made. */
export function RedConsent(props: { readonly typed: string; readonly onType: (text: string) => void }): ReactElement {
  return (
    <FormGroup label={`Type ${redWord} to write it although it is marked so`} labelFor="export-red">
      <InputGroup
        id="export-red"
        autoComplete="off"
        value={props.typed}
        onChange={(event) => props.onType(event.currentTarget.value)}
      />
    </FormGroup>
  );
}
