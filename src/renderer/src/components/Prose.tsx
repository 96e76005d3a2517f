import { lazy, memo, type ReactElement, Suspense } from 'react';
import { HostileText } from './HostileText.tsx';

/** With the parser a file of its own: few screens show notes. */
const ProseBlocks = lazy(async () => ({ default: (await import('./ProseBlocks.tsx')).ProseBlocks }));

/** See {@link Prose}. */
export interface ProseProps {
  /** As it was written, in Markdown. */
  readonly text: string;
}

/** What an analyst wrote in Markdown, formatted; the plain text until the parser is there. */
export const Prose = memo(function Prose({ text }: ProseProps): ReactElement {
  return (
    <Suspense fallback={<HostileText text={text} multiline />}>
      <ProseBlocks text={text} />
    </Suspense>
  );
});
