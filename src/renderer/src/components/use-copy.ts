import { useCallback } from 'react';
import { useNotices } from '../app/notices.tsx';

/** Puts text on the clipboard and says what was done, or that it could not be. */
export function useCopy(): (text: string, what: string) => void {
  const notices = useNotices();
  return useCallback(
    (text, what) => {
      navigator.clipboard.writeText(text).then(
        () => notices.copied(`${what} copied`),
        () => notices.failedText('The clipboard refused the text.'),
      );
    },
    [notices],
  );
}
