import { AppError } from '#shared/errors/app-error.ts';
import type { TlpMark } from '#shared/model/vocabulary.ts';
import type { StixObject } from './objects.ts';

/** OASIS's published ids of the TLP 2.0 marks, and of those of TLP 1 that mean the same; a test compares them with the publication. */
const published: Readonly<Record<TlpMark, { readonly id: string; readonly older: OlderMark | null }>> = {
  clear: {
    id: '94868c89-83c2-464b-929b-a1a8aa3c8487',
    older: { id: '613f2e26-407d-48c7-9eca-b8e91df99dc9', word: 'white' },
  },
  green: {
    id: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
    older: { id: '34098fce-860f-48ae-8e50-ebd3cc5e41da', word: 'green' },
  },
  amber: {
    id: '55d920b0-5e8b-4f79-9ee9-91f868d9b421',
    older: { id: 'f88d31f6-486f-44da-b317-01333bde0b82', word: 'amber' },
  },
  'amber+strict': { id: '939a9414-2ddd-4d32-a0cd-375ea402b003', older: null },
  red: {
    id: 'e828b379-4e03-4974-9ac4-e53a884c97c1',
    older: { id: '5e57c739-391a-4eb3-b6be-7d15ca92d5ed', word: 'red' },
  },
};

interface OlderMark {
  readonly id: string;
  readonly word: string;
}

const tlpExtension = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

/**
 * The marking objects for a mark, to the letter as published: TLP 2.0, then TLP 1 where asked for.
 * @throws AppError `input.invalid` for AMBER+STRICT in TLP 1, which has no such mark: AMBER would allow more.
 */
export function markingObjects(mark: TlpMark, tlp1: boolean): readonly StixObject[] {
  const { id, older } = published[mark];
  const current: StixObject = {
    type: 'marking-definition',
    spec_version: '2.1',
    id: `marking-definition--${id}`,
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${mark.toUpperCase()}`,
    extensions: { [tlpExtension]: { extension_type: 'property-extension', tlp_2_0: mark } },
  };
  if (!tlp1) return [current];
  if (older !== null) return [current, olderObject(older)];
  throw new AppError('input.invalid', 'TLP 1 has no mark that means AMBER+STRICT.', {
    suggestion: 'Export without the marks of TLP 1.',
  });
}

function olderObject({ id, word }: OlderMark): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: `marking-definition--${id}`,
    created: '2017-01-20T00:00:00.000Z',
    definition_type: 'tlp',
    name: `TLP:${word.toUpperCase()}`,
    definition: { tlp: word },
  };
}
