import { Button, DialogBody, DialogFooter } from '@blueprintjs/core';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { AppError } from '#shared/errors/app-error.ts';
import { useCancelExport, useExport, useExportFormats, useExportPreview } from '../../bridge/use-exports.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';
import { ExportForm } from './ExportForm.tsx';
import { ExportProgressLine, RedConsent, redWord, Written } from './ExportOutcome.tsx';
import { type Choices, firstChoices, knows, type Scope, titleOf, toInput } from './export-choices.ts';
import './exports.css';

/** With the parser of Markdown a file of its own. */
const ReportPreview = lazy(async () => ({ default: (await import('./ReportPreview.tsx')).ReportPreview }));

/** TLP:RED is written only by somebody who was asked. */
function needsConsent(error: unknown): boolean {
  return error instanceof AppError && error.code === 'state.conflict';
}

function wasStopped(error: unknown): boolean {
  return error instanceof AppError && error.code === 'export.cancelled';
}

/** Writes a case, what a query finds or what is picked into a file; the place is chosen in the program's own dialog. */
export function ExportDialog(props: {
  readonly scope: Scope;
  /** How many candidates of a look-up it is about. */
  readonly count?: number;
  readonly onClose: () => void;
}): ReactElement {
  const formats = useExportFormats();
  const write = useExport();
  const preview = useExportPreview();
  const cancel = useCancelExport();
  const [choices, setChoices] = useState<Choices>(firstChoices);
  const [typed, setTyped] = useState('');
  const scopeKind = 'case' in props.scope ? 'case' : 'query';
  const usable = (formats.data ?? []).filter((format) => format.scopes.includes(scopeKind));
  const chosen = usable.find((format) => format.id === choices.format) ?? usable[0];
  const complete = { ...choices, format: chosen?.id ?? '' };
  const result = write.data ?? undefined;
  const isAsked = needsConsent(write.error);
  const isPreview = preview.data !== undefined && result === undefined;
  const change = (next: Choices): void => {
    setChoices(next);
    setTyped('');
    write.reset();
    preview.reset();
  };
  const input = chosen && toInput(complete, chosen, { scope: props.scope, confirmedRed: typed.trim() === redWord });
  return (
    <Modal
      onClose={props.onClose}
      className={isPreview ? 'export-dialog is-preview' : 'export-dialog'}
      title={titleOf(props.scope, props.count ?? 0)}
    >
      <DialogBody>
        {'lookup' in props.scope && result === undefined ? (
          <p className="muted">
            Candidates that nobody knows are in it as unknown; invalid ones are left out. The cache stays as it is.
          </p>
        ) : null}
        {formats.isPending ? <Loading /> : null}
        {formats.error === null ? null : <ErrorNote error={formats.error} />}
        {result !== undefined ? (
          <Written result={result} format={complete.format} />
        ) : preview.data === undefined ? (
          <ExportForm formats={usable} choices={complete} onChange={change} />
        ) : (
          <Suspense fallback={<Loading />}>
            <ReportPreview preview={preview.data} />
          </Suspense>
        )}
        {preview.error === null ? null : <ErrorNote error={preview.error} />}
        {write.isPending ? <ExportProgressLine /> : null}
        {wasStopped(write.error) ? <p role="status">Stopped: nothing was written.</p> : null}
        {write.error === null || wasStopped(write.error) ? null : <ErrorNote error={write.error} />}
        {isAsked ? <RedConsent typed={typed} onType={setTyped} /> : null}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            {chosen !== undefined && result === undefined && knows(chosen, 'template') ? (
              <Button
                loading={preview.isPending}
                disabled={write.isPending}
                onClick={() => {
                  if (preview.data !== undefined) preview.reset();
                  else if (input !== undefined) preview.mutate(input);
                }}
              >
                {preview.data === undefined ? 'Preview' : 'Back to the choices'}
              </Button>
            ) : null}
            {/* The button that wrote the file is gone: the focus must not fall out of the dialog with it. */}
            <Button
              key={result === undefined ? 'cancel' : 'close'}
              autoFocus={result !== undefined}
              onClick={write.isPending ? () => cancel.mutate(null) : props.onClose}
            >
              {write.isPending ? 'Stop' : result === undefined ? 'Cancel' : 'Close'}
            </Button>
            {result === undefined ? (
              <Button
                intent="primary"
                loading={write.isPending}
                disabled={input === undefined || (isAsked && typed.trim() !== redWord)}
                onClick={() => {
                  if (input !== undefined) write.mutate(input);
                }}
              >
                Choose a place and write
              </Button>
            ) : null}
          </>
        }
      />
    </Modal>
  );
}
