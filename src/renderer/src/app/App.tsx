import { BlueprintProvider } from '@blueprintjs/core';
import { type ReactElement, type ReactNode, useMemo } from 'react';
import type { Transport } from '#shared/contract/client.ts';
import { BridgeProvider } from '../bridge/BridgeProvider.tsx';
import { useVendors } from '../bridge/use-app.ts';
import { namesOfVendors, VendorNamesContext } from '../components/vendor-names.ts';
import { ExploreMemory } from '../features/explore/explore-memory.tsx';
import { LookupMemory } from '../features/lookup/lookup-memory.tsx';
import { ShortcutProvider } from '../keyboard/ShortcutProvider.tsx';
import { CrashGuard } from './CrashGuard.tsx';
import { ClockProvider } from './clock.tsx';
import { Frame } from './Frame.tsx';
import { NavigationProvider } from './navigation.tsx';
import { NoticesProvider } from './notices.tsx';
import { PreferencesProvider } from './preferences.tsx';
import { UndoMemory } from './undo-log.tsx';

function VendorNames(props: { readonly children: ReactNode }): ReactElement {
  const vendors = useVendors().data;
  const names = useMemo(() => namesOfVendors(vendors ?? []), [vendors]);
  return <VendorNamesContext value={names}>{props.children}</VendorNamesContext>;
}

/** The whole window. */
export function App(props: { readonly transport: Transport }): ReactElement {
  return (
    <CrashGuard>
      <BridgeProvider transport={props.transport}>
        <ClockProvider>
          <BlueprintProvider>
            <PreferencesProvider>
              <NoticesProvider>
                <VendorNames>
                  <ShortcutProvider>
                    <NavigationProvider>
                      <ExploreMemory>
                        <LookupMemory>
                          <UndoMemory>
                            <Frame />
                          </UndoMemory>
                        </LookupMemory>
                      </ExploreMemory>
                    </NavigationProvider>
                  </ShortcutProvider>
                </VendorNames>
              </NoticesProvider>
            </PreferencesProvider>
          </BlueprintProvider>
        </ClockProvider>
      </BridgeProvider>
    </CrashGuard>
  );
}
