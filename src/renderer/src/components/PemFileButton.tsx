import { Button } from '@blueprintjs/core';
import { type ChangeEvent, type ReactElement, useRef } from 'react';

/** Chooses a file of certificates and hands on its text; main never learns the path. */
export function PemFileButton(props: {
  readonly label: string;
  readonly onText: (text: string) => void;
  readonly loading?: boolean;
}): ReactElement {
  const field = useRef<HTMLInputElement>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    const [file] = event.target.files ?? [];
    // The same file chosen once more is a new choice.
    event.target.value = '';
    void file?.text().then(props.onText);
  };
  return (
    <>
      <input
        ref={field}
        type="file"
        accept=".pem,.crt,.cer"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={props.label}
        onChange={choose}
      />
      <Button size="small" variant="outlined" loading={props.loading === true} onClick={() => field.current?.click()}>
        {props.label}
      </Button>
    </>
  );
}
