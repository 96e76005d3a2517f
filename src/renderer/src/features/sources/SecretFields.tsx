import { Callout, FormGroup, InputGroup, Radio, RadioGroup } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { VendorDescription } from '#shared/contract/schemas.ts';
import { useVaultStatus } from '../../bridge/use-app.ts';
import { HostileText } from '../../components/HostileText.tsx';

/** See {@link SecretFields}. */
export interface SecretFieldsProps {
  readonly vendor: VendorDescription;
  readonly secret: Readonly<Record<string, string>>;
  readonly keepIn: 'keychain' | 'memory';
  readonly problems: Readonly<Record<string, string>>;
  readonly onSecret: (secret: Readonly<Record<string, string>>) => void;
  readonly onKeepIn: (keepIn: 'keychain' | 'memory') => void;
}

/** The vendor's secret fields and where they are kept. They go one way: nothing brings them back to this window. */
export function SecretFields(props: SecretFieldsProps): ReactElement {
  const keychain = useVaultStatus().data?.keychain;
  return (
    <>
      {props.vendor.credentialFields.map((field) => (
        <FormGroup
          key={field.name}
          label={field.label}
          labelInfo={field.required ? '' : '(optional)'}
          labelFor={`secret-${field.name}`}
          helperText={props.problems[field.name] ?? field.hint}
          intent={props.problems[field.name] === undefined ? 'none' : 'danger'}
        >
          <InputGroup
            id={`secret-${field.name}`}
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={props.secret[field.name] ?? ''}
            onValueChange={(value) => props.onSecret({ ...props.secret, [field.name]: value })}
          />
        </FormGroup>
      ))}
      <RadioGroup
        label="Keep them in"
        inline
        selectedValue={props.keepIn}
        onChange={(event) => props.onKeepIn(event.currentTarget.value === 'memory' ? 'memory' : 'keychain')}
      >
        <Radio value="keychain" label="the system keychain" />
        <Radio value="memory" label="memory, until Sightline closes" />
      </RadioGroup>
      {keychain?.usable === false && props.keepIn === 'keychain' ? (
        <Callout compact intent="warning" icon={false} className="form-note">
          <HostileText text={keychain.explanation} multiline />
        </Callout>
      ) : null}
    </>
  );
}
