import { type ReactElement, useState } from 'react';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useListTitles } from '../../bridge/use-lists.ts';
import { flagWords } from '../../text/words.ts';

/** The mark of a listed row; pointing at it tells the lists. */
export function ListedMark(props: {
  readonly row: { readonly type: IndicatorType; readonly value: string };
}): ReactElement {
  const [isAsked, setIsAsked] = useState(false);
  const titles = useListTitles(props.row, isAsked);
  const { listed } = flagWords;
  const where = titles.length === 0 ? listed.long : `Listed as harmless: ${revealHidden(titles.join('; '))}`;
  return (
    <span className="mark flag-listed" title={where} onPointerEnter={() => setIsAsked(true)}>
      {listed.short}
    </span>
  );
}
