/** How much of a thing there may be. Apart from the schemas, since threads that load none ask for these. */

/** Most faults of the audit log that are told one by one. */
export const auditFaultLimit = 50;

/** Most records that can be pinned to a note: they travel with it. */
export const noteEvidenceLimit = 50;

/** Most tasks of a case, done ones included: they travel with it. */
export const caseTaskLimit = 500;

/** Most files of a case: they travel with it. */
export const caseFileLimit = 500;

/** Largest file that indicators are looked up in, bytes. */
export const fileLimitBytes = 64 * 1024 * 1024;

/** Largest file that is imported, bytes: STIX of some 30,000 indicators with their records. */
export const importLimitBytes = 128 * 1024 * 1024;

/** Most bytes of files of a window that are held at once, on their way to a look-up or an import. */
export const heldFilesLimitBytes = 2 * importLimitBytes;

/** Most indicators whose statements are asked for at once: a page of a result. */
export const statementRowLimit = 200;
