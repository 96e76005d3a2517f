import { expect, it } from 'vitest';
import { listRecordFields } from '../../../src/renderer/src/features/explore/record-fields.ts';

it('tells null, an empty list, an empty text and what is not there apart', () => {
  const text =
    '{"malicious_sources":null,"tags":[],"as_cidr_block":"","users":{},"as_geo":{"city":"Bonn"},"score":8,"triage_state":false,"hosts":["a","b"]}';
  expect(listRecordFields(text)).toEqual([
    { path: 'malicious_sources', text: 'null', isEmpty: true },
    { path: 'tags', text: 'empty list', isEmpty: true },
    { path: 'as_cidr_block', text: 'empty text', isEmpty: true },
    { path: 'users', text: 'empty object', isEmpty: true },
    { path: 'as_geo.city', text: 'Bonn', isEmpty: false },
    { path: 'score', text: '8', isEmpty: false },
    { path: 'triage_state', text: 'false', isEmpty: false },
    { path: 'hosts[0]', text: 'a', isEmpty: false },
    { path: 'hosts[1]', text: 'b', isEmpty: false },
  ]);
});

it('keeps digits that a number would lose, and takes no name for more than a name', () => {
  expect(listRecordFields('{"id":12345678901234567890,"__proto__":{"x":1.50}}')).toEqual([
    { path: 'id', text: '12345678901234567890', isEmpty: false },
    { path: '__proto__.x', text: '1.50', isEmpty: false },
  ]);
});

it('says nothing of what is no JSON', () => {
  expect(listRecordFields('{"a":')).toEqual([]);
});
