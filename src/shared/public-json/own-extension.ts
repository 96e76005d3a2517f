/**
 * The STIX extension in which we write what STIX has no word for; readers that do not know it skip it. Never to be changed. Its
 * definition is not in the bundle, as that of TLP 2.0 is not: OASIS's schema of bundles refuses such objects.
 */
export const ownStixExtension = 'extension-definition--82535c39-d6d9-4ed1-8705-f9beadee53af';

/** Name and category of the MISP attribute that carries what MISP has no field for. */
export const ownMispAttachment = { value: 'sightline-case.json', category: 'External analysis' } as const;
