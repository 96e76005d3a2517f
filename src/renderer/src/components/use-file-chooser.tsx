import { type ReactElement, useRef } from 'react';
import type { WindowFile } from '../bridge/send-file.ts';

/** See {@link useFileChooser}. */
export interface FileChooserOptions {
  readonly label: string;
  /** As the chooser's filter takes it: `.json,.csv`. */
  readonly accept?: string;
  readonly isMultiple?: boolean;
  readonly onFiles: (files: readonly WindowFile[]) => void;
}

/**
 * The system's file chooser; the window reads the files, main never learns a path.
 * @returns `input` has to be drawn somewhere; `choose` opens the chooser.
 */
export function useFileChooser(options: FileChooserOptions): {
  readonly input: ReactElement;
  readonly choose: () => void;
} {
  const element = useRef<HTMLInputElement>(null);
  const input = (
    <input
      ref={element}
      type="file"
      hidden
      aria-label={options.label}
      multiple={options.isMultiple ?? false}
      {...(options.accept === undefined ? {} : { accept: options.accept })}
      onChange={(event) => {
        const files = [...(event.currentTarget.files ?? [])].map((file) => ({ name: file.name, content: file }));
        // The same file can be chosen again.
        event.currentTarget.value = '';
        if (files.length > 0) options.onFiles(files);
      }}
    />
  );
  return { input, choose: () => element.current?.click() };
}
