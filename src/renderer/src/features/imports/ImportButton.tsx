import { type ReactElement, useState } from 'react';
import type { WindowFile } from '../../bridge/send-file.ts';
import { FileButton } from '../../components/FileButton.tsx';
import { ImportDialog } from './ImportDialog.tsx';

/** Chooses a file of another system and shows what importing it would come to. */
export function ImportButton(): ReactElement {
  const [file, setFile] = useState<WindowFile>();
  return (
    <>
      <FileButton
        size="small"
        label="Import…"
        accept=".json,.stix,.ioc,.xml,.csv,.tsv,.txt"
        onFiles={(files) => setFile(files[0])}
      />
      {file === undefined ? null : <ImportDialog file={file} onClose={() => setFile(undefined)} />}
    </>
  );
}
