import { Button, FormGroup, InputGroup } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import { useNotices } from '../../app/notices.tsx';
import { useNetworkCommand } from '../../bridge/use-network.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';

/** User name and password of the proxy: they go to the keychain and are never shown again. */
export function ProxyLogin(props: { readonly isKept: boolean }): ReactElement {
  const save = useNetworkCommand('network.setProxyLogin');
  const notices = useNotices();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const keep = (): void => {
    save.mutate(
      { login: { user, password } },
      {
        onSuccess: () => {
          setUser('');
          setPassword('');
          notices.done('The login of the proxy is in the keychain');
        },
      },
    );
  };
  return (
    <FormGroup
      label="Login"
      inline
      className="setting"
      helperText={props.isKept ? 'One is in the system keychain.' : 'Only where the proxy asks for it.'}
    >
      <div className="proxy-login">
        <InputGroup
          size="small"
          aria-label="User name of the proxy"
          placeholder="User name"
          value={user}
          onValueChange={setUser}
        />
        <InputGroup
          size="small"
          type="password"
          autoComplete="off"
          aria-label="Password of the proxy"
          placeholder="Password"
          value={password}
          onValueChange={setPassword}
        />
        <Button size="small" disabled={user === '' || password === ''} loading={save.isPending} onClick={keep}>
          Keep
        </Button>
        {props.isKept ? (
          <Button size="small" variant="minimal" intent="danger" onClick={() => save.mutate({ login: null })}>
            Forget
          </Button>
        ) : null}
      </div>
      {save.error === null ? null : <ErrorNote error={save.error} />}
    </FormGroup>
  );
}
