import { createContext, type ReactElement, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { createKeyMatcher } from './key-matcher.ts';
import { ownsKey } from './key-owner.ts';
import { type Shortcut, type ShortcutHandlers, type ShortcutId, shortcuts } from './shortcuts.ts';

type Binding = { readonly current: ShortcutHandlers };

interface Registry {
  add(binding: Binding, isFallback: boolean): () => void;
  find(id: ShortcutId): (() => void) | undefined;
}

function createRegistry(): Registry {
  const bindings: Binding[] = [];
  return {
    add(binding, isFallback) {
      if (isFallback) bindings.unshift(binding);
      else bindings.push(binding);
      return () => {
        const at = bindings.indexOf(binding);
        if (at >= 0) bindings.splice(at, 1);
      };
    },
    find: (id) => bindings.findLast((binding) => binding.current[id] !== undefined)?.current[id],
  };
}

/** A shortcut that does something now. */
export interface ShortcutAction {
  readonly id: ShortcutId;
  readonly shortcut: Shortcut;
  readonly run: () => void;
}

const RegistryContext = createContext<Registry | null>(null);

/** Listens to the keyboard once for the whole window. */
export function ShortcutProvider(props: { readonly children: ReactNode }): ReactElement {
  const [registry] = useState(createRegistry);
  useEffect(() => {
    const matcher = createKeyMatcher();
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.key === 'Shift') return;
      if (ownsKey(event.target, event.key, event.ctrlKey || event.metaKey)) return;
      const id = matcher.press(event, event.timeStamp);
      const handler = id === undefined || id === 'pending' ? undefined : registry.find(id);
      if (handler === undefined) return;
      event.preventDefault();
      handler();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [registry]);
  return <RegistryContext value={registry}>{props.children}</RegistryContext>;
}

/**
 * Binds shortcuts while the component is shown; what was bound last wins. Handlers may change with each render.
 *
 * @param isFallback for the frame around the screens: a screen's own binding of the same shortcut goes before it.
 */
export function useShortcuts(handlers: ShortcutHandlers, isFallback = false): void {
  const registry = useContext(RegistryContext);
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => registry?.add(latest, isFallback), [registry, isFallback]);
}

/** What the keys would do at this moment, in the order of the table. */
export function useShortcutActions(): readonly ShortcutAction[] {
  const registry = useContext(RegistryContext);
  // The keys of the table are the ids.
  const all = Object.entries(shortcuts) as readonly (readonly [ShortcutId, Shortcut])[];
  return all.flatMap(([id, shortcut]) => {
    const run = registry?.find(id);
    return run === undefined ? [] : [{ id, shortcut, run }];
  });
}
