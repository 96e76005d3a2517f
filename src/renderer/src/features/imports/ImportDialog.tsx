import { Button, DialogBody, DialogFooter, ProgressBar } from '@blueprintjs/core';
import { type ReactElement, useEffect, useState } from 'react';
import type { ImportOutcome, ImportOverview } from '#shared/contract/import-schemas.ts';
import type { MethodInput } from '#shared/contract/methods.ts';
import { useNavigation } from '../../app/navigation.tsx';
import type { WindowFile } from '../../bridge/send-file.ts';
import {
  useEndImport,
  useImportPreview,
  useImportProgress,
  useOpenImport,
  useRunImport,
} from '../../bridge/use-imports.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';
import { formatCount } from '../../text/words.ts';
import { CaseField } from './CaseField.tsx';
import { CsvColumns } from './CsvColumns.tsx';
import { ImportFacts } from './ImportFacts.tsx';
import { ImportRows } from './ImportRows.tsx';
import './imports.css';

interface DialogProps {
  readonly file: WindowFile;
  readonly onClose: () => void;
}

/** Reads a file in main, then shows what importing it would come to. */
export function ImportDialog({ file, onClose }: DialogProps): ReactElement {
  const { mutate, data, error } = useOpenImport();
  useEffect(() => mutate(file), [mutate, file]);
  return (
    <Modal onClose={onClose} title={`Import ${file.name}`} className="import-dialog">
      {data === undefined ? (
        <>
          <DialogBody>{error === null ? <Loading lines={5} /> : <ErrorNote error={error} />}</DialogBody>
          <DialogFooter actions={<Button onClick={onClose}>Close</Button>} />
        </>
      ) : (
        <ReadFile first={data} onClose={onClose} />
      )}
    </Modal>
  );
}

/** A file that was read: what is in it, where it goes, and what it comes to. */
function ReadFile(props: { readonly first: ImportOverview; readonly onClose: () => void }): ReactElement {
  const [overview, setOverview] = useState(props.first);
  const [version, setVersion] = useState(0);
  const [choice, setChoice] = useState<MethodInput<'imports.run'>['case']>('auto');
  const { id } = overview;
  const run = useRunImport();
  const preview = useImportPreview({ id, choice, version, enabled: run.isIdle });
  const outcome = run.data ?? preview.data;
  const end = useEndImport();
  // Whatever closes the dialog, main need not keep the file.
  useEffect(() => () => end.drop(id), [end, id]);
  const readAgain = (next: ImportOverview): void => {
    setOverview(next);
    setVersion(version + 1);
  };
  return (
    <>
      <DialogBody>
        <ImportFacts overview={overview} outcome={outcome} isDone={run.isSuccess} />
        {run.isIdle ? (
          <>
            <CaseField hasCase={overview.hasCase} value={choice} onChange={setChoice} />
            {overview.columns === null ? null : <CsvColumns overview={overview} onRead={readAgain} />}
          </>
        ) : null}
        {run.isPending ? <Running /> : null}
        {(run.error ?? preview.error) ? <ErrorNote error={run.error ?? preview.error ?? new Error()} /> : null}
        {outcome === undefined ? (
          preview.isFetching ? (
            <Loading lines={5} />
          ) : null
        ) : (
          <ImportRows key={version} id={id} outcome={outcome} />
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <Actions
            outcome={outcome}
            state={run.isPending ? 'running' : run.isSuccess ? 'done' : 'ready'}
            onClose={props.onClose}
            onCancel={() => end.cancel(id)}
            onImport={() => run.mutate({ id, case: choice })}
          />
        }
      />
    </>
  );
}

function Running(): ReactElement {
  const progress = useImportProgress();
  const [done, total] = [progress?.done ?? 0, progress?.total ?? 0];
  return (
    <div className="import-progress" role="status">
      <ProgressBar value={total === 0 ? 0 : done / total} stripes={false} />
      {`${formatCount(done)} of ${formatCount(total)} rows`}
    </div>
  );
}

function Actions(props: {
  readonly outcome: ImportOutcome | undefined;
  readonly state: 'ready' | 'running' | 'done';
  readonly onClose: () => void;
  readonly onCancel: () => void;
  readonly onImport: () => void;
}): ReactElement {
  const navigation = useNavigation();
  const number = props.outcome?.case?.number ?? null;
  if (props.state === 'running') return <Button onClick={props.onCancel}>Stop</Button>;
  if (props.state === 'done') {
    return (
      <>
        <Button onClick={props.onClose}>Close</Button>
        {number === null ? null : (
          <Button
            intent="primary"
            onClick={() => {
              props.onClose();
              navigation.go({ screen: 'cases', number });
            }}
          >
            Open <HostileText text={number} />
          </Button>
        )}
      </>
    );
  }
  const counts = props.outcome?.counts;
  const total = (counts?.new ?? 0) + (counts?.changed ?? 0) + (counts?.same ?? 0);
  return (
    <>
      <Button onClick={props.onClose}>Cancel</Button>
      <Button intent="primary" disabled={total === 0} onClick={props.onImport}>
        Import
      </Button>
    </>
  );
}
