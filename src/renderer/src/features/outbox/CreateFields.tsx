import { Checkbox, FormGroup, InputGroup } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { TenantWords } from '#shared/model/outbox.ts';
import { WordSelect } from '../../components/WordSelect.tsx';

/** What a new Falcon indicator shall do; texts as typed. */
export interface CreateForm {
  readonly action: string;
  readonly severity: string;
  readonly platforms: readonly string[];
  readonly tags: string;
  readonly expiration: string;
}

/** Watched everywhere, nothing blocked. */
export const emptyCreateForm: CreateForm = {
  action: 'detect',
  severity: 'high',
  platforms: ['windows', 'mac', 'linux'],
  tags: '',
  expiration: '',
};

/** As the documents name them; the tenant's own words take their place once they were read. */
const documented = {
  actions: ['no_action', 'allow', 'detect', 'prevent', 'prevent_no_ui'],
  severities: ['informational', 'low', 'medium', 'high', 'critical'],
  platforms: ['windows', 'mac', 'linux'],
};
/** Actions that carry no severity. */
const quiet: ReadonlySet<string> = new Set(['no_action', 'allow']);

/** The form as fields of the write. */
export function readCreateForm({ action, severity, platforms, tags, expiration }: CreateForm) {
  const words = tags.split(/[\s,]+/).filter((tag) => tag !== '');
  return {
    action,
    ...(quiet.has(action) ? {} : { severity }),
    platforms: [...platforms],
    applied_globally: true,
    ...(words.length === 0 ? {} : { tags: words }),
    ...(expiration === '' ? {} : { expiration: `${expiration}T00:00:00Z` }),
  };
}

/** What the new indicators shall do, in the tenant's words. */
export function CreateFields(props: {
  readonly form: CreateForm;
  readonly words: TenantWords | null;
  readonly onChange: (form: CreateForm) => void;
}): ReactElement {
  const { form, words, onChange } = props;
  const actions = words === null || words.actions.length === 0 ? documented.actions : words.actions.map(({ id }) => id);
  const severities = words === null || words.severities.length === 0 ? documented.severities : words.severities;
  const platforms = words === null || words.platforms.length === 0 ? documented.platforms : words.platforms;
  const toggle = (platform: string): void => {
    const kept = form.platforms.filter((known) => known !== platform);
    onChange({ ...form, platforms: kept.length === form.platforms.length ? [...kept, platform] : kept });
  };
  return (
    <>
      <div className="push-grid">
        <FormGroup label="Action" labelFor="push-action">
          <WordSelect
            id="push-action"
            words={actions}
            value={form.action}
            say={(word) => word}
            onChange={(action) => onChange({ ...form, action })}
          />
        </FormGroup>
        <FormGroup label="Severity" labelFor="push-severity">
          <WordSelect
            id="push-severity"
            words={severities}
            value={form.severity}
            say={(word) => word}
            disabled={quiet.has(form.action)}
            onChange={(severity) => onChange({ ...form, severity })}
          />
        </FormGroup>
        <FormGroup label="Tags" labelInfo="(optional)" labelFor="push-tags">
          <InputGroup id="push-tags" value={form.tags} onValueChange={(tags) => onChange({ ...form, tags })} />
        </FormGroup>
        <FormGroup label="Expires" labelInfo="(optional, UTC day)" labelFor="push-expiration">
          <InputGroup
            id="push-expiration"
            type="date"
            value={form.expiration}
            onValueChange={(expiration) => onChange({ ...form, expiration })}
          />
        </FormGroup>
      </div>
      <fieldset className="push-platforms">
        <legend>Platforms</legend>
        {platforms.map((platform) => (
          <Checkbox
            key={platform}
            inline
            label={platform}
            checked={form.platforms.includes(platform)}
            onChange={() => toggle(platform)}
          />
        ))}
      </fieldset>
    </>
  );
}
