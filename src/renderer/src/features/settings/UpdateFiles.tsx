import { Button, Callout, ProgressBar } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { AppError } from '#shared/errors/app-error.ts';
import type { UpdateProgress, UpdateStatus } from '#shared/model/update.ts';
import { useCancelUpdate, useDownloadUpdate, useLastDownload, useUpdateProgress } from '../../bridge/use-updates.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { formatCount } from '../../text/words.ts';

type ReleaseFiles = NonNullable<UpdateStatus['latest']>['files'];

const inMebibytes = (bytes: number): string => formatCount(Math.ceil(bytes / 1_048_576));

function Running(props: { readonly progress: UpdateProgress | undefined }): ReactElement {
  const { progress } = props;
  const cancel = useCancelUpdate();
  return (
    <div className="update-progress">
      <ProgressBar
        intent="primary"
        aria-label="Download"
        {...(progress === undefined ? {} : { value: progress.doneBytes / progress.totalBytes, animate: false })}
      />
      <span role="status">
        {progress === undefined
          ? 'Waiting …'
          : `${inMebibytes(progress.doneBytes)} of ${inMebibytes(progress.totalBytes)} MiB`}
      </span>
      <Button size="small" onClick={() => cancel.mutate(null)}>
        Cancel
      </Button>
    </div>
  );
}

/** How the last download ended: where the file is, or why there is none. */
function Outcome(): ReactElement | null {
  const last = useLastDownload();
  if (last === undefined || last.status === 'pending') return null;
  if (last.error !== null) {
    const isCancelled = last.error instanceof AppError && last.error.code === 'internal.cancelled';
    return isCancelled ? <p className="settings-note">Stopped. Nothing was kept.</p> : <ErrorNote error={last.error} />;
  }
  if (last.data === undefined || last.data === null) return null;
  return (
    <Callout compact intent="success" icon={false} role="status">
      <b>It is the file that was signed.</b> Close Sightline and install it:
      <br />
      <HostileText text={last.data.place} mono />
    </Callout>
  );
}

/** The files of a newer version for this computer, each with its button; while one is on its way, how far it is. */
export function UpdateFiles(props: { readonly files: ReleaseFiles }): ReactElement {
  const download = useDownloadUpdate();
  const isRunning = useLastDownload()?.status === 'pending';
  // Here and not where it is shown: the first word of it comes before that is drawn.
  const progress = useUpdateProgress();
  if (props.files.length === 0) return <p className="settings-note">It has no file for this computer.</p>;
  return (
    <>
      {isRunning ? (
        <Running progress={progress} />
      ) : (
        <ul className="update-files">
          {props.files.map(({ name, sizeBytes }) => (
            <li key={name}>
              <Button size="small" onClick={() => download.mutate({ name })} aria-label={`Download ${name}`}>
                Download
              </Button>
              <HostileText text={name} mono /> <span className="muted">{inMebibytes(sizeBytes)} MiB</span>
            </li>
          ))}
        </ul>
      )}
      <Outcome />
    </>
  );
}
