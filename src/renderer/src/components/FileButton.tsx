import { Button, type ButtonProps } from '@blueprintjs/core';
import { DocumentOpenIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { type FileChooserOptions, useFileChooser } from './use-file-chooser.tsx';

/** Opens the system's file chooser. */
export function FileButton(
  props: Pick<ButtonProps, 'size' | 'disabled' | 'loading'> & FileChooserOptions,
): ReactElement {
  const { input, choose } = useFileChooser(props);
  return (
    <>
      <Button
        {...(props.size === undefined ? {} : { size: props.size })}
        disabled={props.disabled ?? false}
        loading={props.loading ?? false}
        icon={<DocumentOpenIcon size={14} />}
        onClick={choose}
      >
        {props.label}
      </Button>
      {input}
    </>
  );
}
