import { type ReactElement, useState } from 'react';
import { beginsAsBundle } from '#shared/model/bundle-start.ts';
import { useNotices } from '../../app/notices.tsx';
import type { WindowFile } from '../../bridge/send-file.ts';
import { useOpenBundle } from '../../bridge/use-cases.ts';
import { BundleDialog } from '../cases/BundleDialog.tsx';
import { ImportDialog } from './ImportDialog.tsx';

/** For the file chooser: what can be imported, and case bundles. */
export const importEndings = '.json,.stix,.ioc,.xml,.csv,.tsv,.txt';
export const bundleEndings = '.zip,.age';

async function isBundle({ content }: WindowFile): Promise<boolean> {
  return beginsAsBundle(new Uint8Array(await content.slice(0, 32).arrayBuffer()));
}

/** Files of others that somebody chose or dropped, and the dialogs that show what they are. */
export interface TakenFile {
  /** Opens a case bundle, and imports everything else, each after a look at it. */
  take(files: readonly WindowFile[]): void;
  openBundle(file: WindowFile): void;
  readonly isOpening: boolean;
  /** To be drawn somewhere. */
  readonly dialogs: ReactElement;
}

/** See {@link TakenFile}. */
export function useTakenFile(): TakenFile {
  const [file, setFile] = useState<WindowFile>();
  const opening = useOpenBundle();
  const notices = useNotices();
  const openBundle = (bundle: WindowFile): void => opening.mutate(bundle, { onError: notices.failed });
  const take = ([one, ...others]: readonly WindowFile[]): void => {
    if (one === undefined) return;
    if (others.length > 0) {
      notices.failedText('One file at a time: each is looked at before it is imported.');
      return;
    }
    isBundle(one).then(
      (isOne) => (isOne ? openBundle(one) : setFile(one)),
      () => notices.failedText(`${one.name} cannot be read. Folders cannot be imported.`),
    );
  };
  const dialogs = (
    <>
      {file === undefined ? null : <ImportDialog file={file} onClose={() => setFile(undefined)} />}
      {opening.data === undefined ? null : <BundleDialog opened={opening.data} onClose={opening.reset} />}
    </>
  );
  return { take, openBundle, isOpening: opening.isPending, dialogs };
}
