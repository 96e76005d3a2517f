import { type ReactElement, useEffect } from 'react';
import { useNotices } from '../../app/notices.tsx';
import { textFile, type WindowFile } from '../../bridge/send-file.ts';
import { filesOf, useDrop } from '../../components/use-drop.ts';
import { LookupResult } from './LookupResult.tsx';
import { LookupRunning } from './LookupRunning.tsx';
import { LookupStart } from './LookupStart.tsx';
import { useLookupMemory } from './lookup-memory.tsx';
import './candidates.css';
import './lookup.css';

const textFields = 'input,textarea,select,[contenteditable=true]';
/** The contract's most per look-up. */
const mostFiles = 50;

/** What was pasted or dropped: files, else text. */
function readTransfer(transfer: DataTransfer | null, name: string): readonly WindowFile[] {
  const files = filesOf(transfer);
  if (files.length > 0) return files;
  const text = transfer?.getData('text/plain') ?? '';
  return text.trim() === '' ? [] : [textFile(name, text)];
}

/** Text in, what everybody knows about it out: paste, drop, choose or type. Nothing leaves the machine. */
export function LookupView(): ReactElement {
  const { state, running, lookUp } = useLookupMemory();
  const notices = useNotices();
  const take = (files: readonly WindowFile[]): void => {
    if (running !== undefined) notices.remark('A look-up is running; stop it or wait.');
    else if (files.length > mostFiles)
      notices.failedText(`At most ${mostFiles} files at once; put them into an archive.`);
    else lookUp(files);
  };
  usePaste(take);
  const drop = useDrop((transfer) => take(readTransfer(transfer, 'Dropped text')));
  return (
    <div className="lookup" {...drop.handlers}>
      {running !== undefined ? (
        <LookupRunning running={running} />
      ) : state.overview === undefined ? (
        <LookupStart onFiles={take} />
      ) : (
        <LookupResult key={state.overview.id} overview={state.overview} onFiles={take} />
      )}
      {drop.isOver ? <div className="drop-veil">Drop to look up</div> : null}
    </div>
  );
}

/** Takes what is pasted anywhere on the screen but into a text field. */
function usePaste(take: (files: readonly WindowFile[]) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      if (event.target instanceof Element && event.target.closest(`${textFields},.bp6-dialog`) !== null) return;
      const files = readTransfer(event.clipboardData, 'Pasted text');
      if (files.length === 0) return;
      event.preventDefault();
      take(files);
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [take]);
}
