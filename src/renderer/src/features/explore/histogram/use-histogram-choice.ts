import { type HistogramField, histogramFields } from '#shared/model/histogram-units.ts';
import { type Remembered, useRemembered } from '../../../app/remembered.ts';

/** How the histogram is shown; outlives the window. */
export interface HistogramChoice {
  readonly isOpen: boolean;
  readonly field: HistogramField;
  readonly toggle: () => void;
  readonly setField: (field: HistogramField) => void;
}

const rememberedOpen: Remembered<boolean> = {
  key: 'histogram.open',
  initial: true,
  parse: (value) => (typeof value === 'boolean' ? value : undefined),
};
const rememberedField: Remembered<HistogramField> = {
  key: 'histogram.field',
  initial: 'last_seen',
  parse: (value) => histogramFields.find((field) => field === value),
};

/** See {@link HistogramChoice}. */
export function useHistogramChoice(): HistogramChoice {
  const [isOpen, setIsOpen] = useRemembered(rememberedOpen);
  const [field, setField] = useRemembered(rememberedField);
  return { isOpen, field, toggle: () => setIsOpen(!isOpen), setField };
}
