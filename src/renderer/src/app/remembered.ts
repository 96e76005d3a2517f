import { useCallback, useState } from 'react';

function read<Value>(key: string, parse: (value: unknown) => Value | undefined): Value | undefined {
  try {
    const text = window.localStorage.getItem(key);
    return text === null ? undefined : parse(JSON.parse(text));
  } catch {
    // Storage may be off or hold something older; the default is as good.
    return undefined;
  }
}

function write(key: string, value: unknown): void {
  try {
    window.localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A pane width that is not remembered is not worth a message.
  }
}

/** How a remembered value is named, recovered and what it is at first. */
export interface Remembered<Value> {
  readonly key: string;
  readonly initial: Value;
  /** Undefined for what is not (any more) a valid value. */
  readonly parse: (value: unknown) => Value | undefined;
}

/** State that outlives the window: pane widths, shown columns. Never data; that belongs to the application. */
export function useRemembered<Value>(remembered: Remembered<Value>): readonly [Value, (value: Value) => void] {
  const { key, initial, parse } = remembered;
  const [value, setValue] = useState(() => read(`sightline.${key}`, parse) ?? initial);
  const remember = useCallback(
    (next: Value) => {
      setValue(next);
      write(`sightline.${key}`, next);
    },
    [key],
  );
  return [value, remember];
}

/** Parser for a number within bounds. */
export function parseNumber(min: number, max: number): (value: unknown) => number | undefined {
  return (value) => (typeof value === 'number' && value >= min && value <= max ? value : undefined);
}
