import { Button, Checkbox, FormGroup, InputGroup, SegmentedControl } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import { AppError } from '#shared/errors/app-error.ts';
import { type NetworkSettings, type ProxySettings, splitBypassText } from '#shared/model/network.ts';
import { useNotices } from '../../app/notices.tsx';
import { useNetwork, useNetworkCommand } from '../../bridge/use-network.ts';
import { AuthorityList } from '../../components/AuthorityList.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { PemFileButton } from '../../components/PemFileButton.tsx';
import { ProxyLogin } from './ProxyLogin.tsx';

const modes = [
  { value: 'system', label: 'As the system' },
  { value: 'none', label: 'None' },
  { value: 'manual', label: 'This one' },
] as const;

function ProxyChoice(props: { readonly settings: NetworkSettings }): ReactElement {
  const { proxy, systemProxy } = props.settings;
  const save = useNetworkCommand('network.setProxy');
  const notices = useNotices();
  const [mode, setMode] = useState(proxy.mode);
  const apply = (change: Partial<ProxySettings>): void => {
    save.mutate({ ...proxy, ...change }, { onSuccess: () => notices.done('The proxy is set') });
  };
  return (
    <>
      <FormGroup
        label="Proxy"
        inline
        className="setting"
        helperText={
          mode === 'system' ? (
            <>
              HTTPS_PROXY, HTTP_PROXY and NO_PROXY decide; now:{' '}
              {systemProxy === null ? 'no proxy' : <HostileText text={systemProxy} mono />}.
            </>
          ) : undefined
        }
      >
        <SegmentedControl
          size="small"
          aria-label="Proxy"
          options={[...modes]}
          value={mode}
          onValueChange={(value) => {
            const next = modes.find((one) => one.value === value)?.value ?? 'system';
            setMode(next);
            if (next !== 'manual') apply({ mode: next, origin: null });
          }}
        />
      </FormGroup>
      {mode === 'manual' ? <ManualProxy proxy={proxy} isSaving={save.isPending} onSave={apply} /> : null}
      {save.error === null ? null : <ErrorNote error={save.error} />}
      {mode === 'manual' && proxy.mode === 'manual' ? <ProxyLogin isKept={props.settings.hasProxyLogin} /> : null}
    </>
  );
}

function ManualProxy(props: {
  readonly proxy: ProxySettings;
  readonly isSaving: boolean;
  readonly onSave: (change: Partial<ProxySettings>) => void;
}): ReactElement {
  const [origin, setOrigin] = useState(props.proxy.origin ?? '');
  const [bypass, setBypass] = useState(props.proxy.bypass.join(', '));
  const [includesLoopback, setIncludesLoopback] = useState(props.proxy.includesLoopback);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave({ mode: 'manual', origin, bypass: [...splitBypassText(bypass)], includesLoopback });
      }}
    >
      <FormGroup label="Address" labelFor="proxy-origin" inline className="setting">
        <InputGroup
          id="proxy-origin"
          size="small"
          value={origin}
          placeholder="http://proxy.example:3128"
          onValueChange={setOrigin}
        />
      </FormGroup>
      <FormGroup
        label="Not for"
        labelFor="proxy-bypass"
        inline
        className="setting"
        helperText="Hosts, addresses and networks that are asked directly."
      >
        <InputGroup
          id="proxy-bypass"
          size="small"
          value={bypass}
          placeholder="tg.corp.example, 10.0.0.0/8"
          onValueChange={setBypass}
        />
      </FormGroup>
      <FormGroup inline className="setting" label=" ">
        <Checkbox
          checked={includesLoopback}
          onChange={(event) => setIncludesLoopback(event.currentTarget.checked)}
          label="Also for services of this computer"
        />
        <Button type="submit" size="small" intent="primary" disabled={origin.trim() === ''} loading={props.isSaving}>
          Use this proxy
        </Button>
      </FormGroup>
    </form>
  );
}

function Authorities(props: { readonly settings: NetworkSettings }): ReactElement {
  const add = useNetworkCommand('network.addAuthorities');
  const remove = useNetworkCommand('network.removeAuthority');
  const all = props.settings.authorities.filter(({ connectionId }) => connectionId === null);
  const error = add.error ?? remove.error;
  return (
    <FormGroup
      label="Trusted authorities"
      inline
      className="setting"
      helperText="Beside those of the system, for all connections. What an appliance of your own needs is added to its connection."
    >
      <AuthorityList
        authorities={all}
        onRemove={({ fingerprint }) => remove.mutate({ fingerprint, connectionId: null })}
      />
      <PemFileButton
        label="Add a PEM file"
        loading={add.isPending}
        onText={(pem) => add.mutate({ pem, connectionId: null })}
      />
      {error === null ? null : <ErrorNote error={error} />}
    </FormGroup>
  );
}

/** Settings that cannot be read can be begun anew; whom they trust is kept as far as it can be read. */
function UnreadableSettings(props: { readonly error: Error }): ReactElement {
  const save = useNetworkCommand('network.setProxy');
  const isUnreadable = props.error instanceof AppError && props.error.code === 'input.invalid';
  return (
    <>
      <ErrorNote error={save.error ?? props.error} />
      {isUnreadable ? (
        <Button
          size="small"
          loading={save.isPending}
          onClick={() => save.mutate({ mode: 'system', origin: null, bypass: [], includesLoopback: false })}
        >
          Begin anew, with the proxy of the system
        </Button>
      ) : null}
    </>
  );
}

/** How calls to the vendors leave this computer, and whom they trust. */
export function NetworkSection(): ReactElement {
  const network = useNetwork();
  return (
    <section className="settings-section" aria-label="Network">
      <h2>Network</h2>
      {network.isPending ? <Loading lines={2} /> : null}
      {network.error === null ? null : <UnreadableSettings error={network.error} />}
      {network.data === undefined ? null : (
        <>
          <ProxyChoice settings={network.data} />
          <Authorities settings={network.data} />
        </>
      )}
    </section>
  );
}
