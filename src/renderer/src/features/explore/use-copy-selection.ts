import type { StoredSelection } from '#shared/contract/schemas.ts';
import { useNotices } from '../../app/notices.tsx';
import { useCopyIndicators } from '../../bridge/use-indicators.ts';
import { useCopy } from '../../components/use-copy.ts';
import { countOf, formatCount } from '../../text/words.ts';
import type { IndicatorForm } from './CopyMenu.tsx';

/** Asks main for the text of a selection and puts it on the clipboard. */
export function useCopySelection(): (selection: StoredSelection, form: IndicatorForm) => void {
  const ask = useCopyIndicators();
  const copy = useCopy();
  const notices = useNotices();
  return (selection, form) =>
    ask.mutate(
      { selection, form },
      {
        onSuccess: ({ text, copied, leftOut }) => {
          const rest = leftOut === 0 ? '' : ` (${formatCount(leftOut)} of other types left out)`;
          copy(text, `${countOf(copied, 'indicator')}${rest}`);
        },
        onError: notices.failed,
      },
    );
}
