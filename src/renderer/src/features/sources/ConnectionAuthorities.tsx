import type { ReactElement } from 'react';
import type { Connection } from '#shared/model/connection.ts';
import { useNetwork, useNetworkCommand } from '../../bridge/use-network.ts';
import { AuthorityList } from '../../components/AuthorityList.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Field } from '../../components/Fields.tsx';
import { PemFileButton } from '../../components/PemFileButton.tsx';

/** Certificates that only this connection trusts; of use at an address of one's own. */
export function ConnectionAuthorities(props: { readonly connection: Connection }): ReactElement | null {
  const { id, baseUrl } = props.connection;
  const network = useNetwork();
  const add = useNetworkCommand('network.addAuthorities');
  const remove = useNetworkCommand('network.removeAuthority');
  const own = (network.data?.authorities ?? []).filter(({ connectionId }) => connectionId === id);
  if (own.length === 0 && baseUrl === null) return null;
  const error = add.error ?? remove.error;
  return (
    <Field name="Trusts">
      <AuthorityList
        authorities={own}
        onRemove={({ fingerprint }) => remove.mutate({ fingerprint, connectionId: id })}
      />
      <PemFileButton
        label="Add a PEM file"
        loading={add.isPending}
        onText={(pem) => add.mutate({ pem, connectionId: id })}
      />
      {error === null ? null : <ErrorNote error={error} />}
    </Field>
  );
}
