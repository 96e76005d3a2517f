import type { ReactElement } from 'react';
import { FileButton } from './FileButton.tsx';

/** Chooses a file of certificates and hands on its text; a file that cannot be read has none. */
export function PemFileButton(props: {
  readonly label: string;
  readonly onText: (text: string) => void;
  readonly loading?: boolean;
}): ReactElement {
  return (
    <FileButton
      label={props.label}
      accept=".pem,.crt,.cer"
      size="small"
      loading={props.loading ?? false}
      onFiles={([file]) => {
        void file?.content.text().then(props.onText, () => props.onText(''));
      }}
    />
  );
}
