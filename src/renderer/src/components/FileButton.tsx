import { Button, type ButtonProps } from '@blueprintjs/core';
import { DocumentOpenIcon } from '@blueprintjs/icons';
import { type ReactElement, useRef } from 'react';
import type { WindowFile } from '../bridge/send-file.ts';

/** Opens the system's file chooser; the window reads the files, main never learns a path. */
export function FileButton(
  props: Pick<ButtonProps, 'size' | 'disabled' | 'loading'> & {
    readonly label: string;
    /** As the chooser's filter takes it: `.json,.csv`. */
    readonly accept?: string;
    readonly isMultiple?: boolean;
    readonly onFiles: (files: readonly WindowFile[]) => void;
  },
): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        {...(props.size === undefined ? {} : { size: props.size })}
        disabled={props.disabled ?? false}
        loading={props.loading ?? false}
        icon={<DocumentOpenIcon size={14} />}
        onClick={() => input.current?.click()}
      >
        {props.label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={props.label}
        multiple={props.isMultiple ?? false}
        {...(props.accept === undefined ? {} : { accept: props.accept })}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])].map((file) => ({ name: file.name, content: file }));
          // The same file can be chosen again.
          event.currentTarget.value = '';
          if (files.length > 0) props.onFiles(files);
        }}
      />
    </>
  );
}
