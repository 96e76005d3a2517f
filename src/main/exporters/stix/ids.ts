import { canonicalJson, type JsonValue } from '#main/domain/canonical-json.ts';
import { ownNamespace, uuidV5 } from '../identifiers.ts';

/** The namespace that STIX 2.1 (section 2.9) prescribes for observables: the same thing has the same id wherever it was written. */
const observableNamespace = '00abedb4-aa42-466c-9c01-fed23315a9b7';

/** Id of an observable. @param contributing the properties that STIX lets decide the id of this type, and no others. */
export function observableId(type: string, contributing: { readonly [name: string]: JsonValue }): string {
  return `${type}--${uuidV5(observableNamespace, canonicalJson(contributing))}`;
}

/** Id of an object of ours: the same for the same author, type and things it is about. */
export function objectId(type: string, name: readonly string[]): string {
  return `${type}--${uuidV5(ownNamespace, canonicalJson([type, ...name]))}`;
}
