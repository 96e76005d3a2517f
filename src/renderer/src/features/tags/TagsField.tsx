import { Button } from '@blueprintjs/core';
import { CrossIcon, TagIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { keyOfTag } from '#shared/text/tag-name.ts';
import { Field } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { formatExact } from '../../text/time.ts';
import { useTagActions } from './use-tag-actions.ts';
import './tags.css';

/** The tags of one indicator: the analyst's own, which can be taken off here, and those of the vendors. */
export function TagsField(props: { readonly detail: IndicatorDetail; readonly onTag: () => void }): ReactElement {
  const { detail, onTag } = props;
  const change = useTagActions();
  const own = new Set(detail.ownTags.map(({ name }) => keyOfTag(name)));
  return (
    <Field name="Tags">
      <span className="tag-flow">
        {detail.ownTags.map(({ name, by, atMs }) => (
          <span
            key={`own ${name}`}
            className="mark own-tag"
            title={`Put on by ${revealHidden(by)}, ${formatExact(atMs)}`}
          >
            <TagIcon size={10} aria-hidden="true" />
            <span className="visually-hidden">own tag </span>
            <HostileText text={name} inCell />
            <button
              type="button"
              className="own-tag-remove"
              aria-label={`Take off the tag ${revealHidden(name)}`}
              onClick={() => change({ selection: { ids: [detail.id] }, remove: [name] })}
            >
              <CrossIcon size={10} />
            </button>
          </span>
        ))}
        {detail.tags
          .filter((name) => !own.has(keyOfTag(name)))
          .map((name) => (
            <span key={name} className="mark">
              <HostileText text={name} inCell />
            </span>
          ))}
        <Button
          className="tag-add"
          size="small"
          variant="minimal"
          icon={<TagIcon size={12} />}
          title="Put a tag on, or take one off (T)"
          onClick={onTag}
        >
          Tag
        </Button>
      </span>
    </Field>
  );
}
