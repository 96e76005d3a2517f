import type { ErrorCode } from './codes.ts';

/** What a code means to an analyst: why it happens, and what to do where an error says nothing more particular. */
export interface Explanation {
  readonly cause: string;
  readonly nextStep: string;
}

/** One entry for each code; a missing one is a compile error. */
export const explanations: { readonly [Code in ErrorCode]: Explanation } = {
  'input.invalid': {
    cause: 'What was typed or given does not have the form that is needed.',
    nextStep: 'Correct it and try again.',
  },
  'input.unknownMethod': {
    cause: 'The window and the program are not of the same version.',
    nextStep: 'Close Sightline and start it again.',
  },
  'input.tooLarge': {
    cause: 'More was given or asked for than is taken at a time.',
    nextStep: 'Give or ask for less at a time.',
  },
  'credential.missing': {
    cause: 'No secret is saved for this connection, or it was removed from the keychain.',
    nextStep: 'Enter the secret again under Sources.',
  },
  'credential.rejected': {
    cause: 'The vendor does not accept the secret: it is wrong, expired or revoked.',
    nextStep: 'Check the key at the vendor and enter it again under Sources.',
  },
  'credential.storeUnavailable': {
    cause: 'The keychain of this computer is locked, absent or does not answer.',
    nextStep: 'Unlock it and try again, or keep the secret in memory for this run.',
  },
  'vendor.rateLimited': {
    cause: 'The vendor allows no more requests for now.',
    nextStep: 'Wait; the next sync goes on where this one stopped.',
  },
  'vendor.unavailable': {
    cause: 'The vendor has a fault of its own or is being maintained.',
    nextStep: 'Sync again later.',
  },
  'vendor.badResponse': {
    cause: 'What arrived is not what this vendor answers; a proxy or a sign-in page may stand between.',
    nextStep: 'Check the site and base URL of the connection and the network, then sync again.',
  },
  'vendor.forbidden': {
    cause: 'The key is good but lacks a right.',
    nextStep: 'Give it that right at the vendor.',
  },
  'network.offline': {
    cause: 'The vendor cannot be reached from here.',
    nextStep: 'Check the network and the proxy. Searching works without one.',
  },
  'network.timeout': {
    cause: 'The vendor or something on the way did not answer in time.',
    nextStep: 'Sync again; it goes on where it stopped.',
  },
  'network.tls': {
    cause: 'The identity of the other side could not be verified.',
    nextStep: 'Do not go on in this network until it is clear why; ask whoever runs it.',
  },
  'storage.busy': {
    cause: 'Another Sightline is using the same data, or a search was too wide.',
    nextStep: 'Try again in a moment.',
  },
  'storage.full': {
    cause: 'There is no room left on the disk of the data folder.',
    nextStep: 'Free some space; what was saved before is safe.',
  },
  'storage.corrupt': {
    cause: 'The database file was damaged, mostly by the disk or by another program.',
    nextStep: 'Restore a backup, or run: sightline repair',
  },
  'storage.readOnly': {
    cause: 'The data folder or its disk cannot be written.',
    nextStep: 'Make the folder writable. Searching works without.',
  },
  'storage.newerSchema': {
    cause: 'The data was written by a newer version of Sightline.',
    nextStep: 'Update Sightline, or use another data folder. The file was not changed.',
  },
  'storage.foreignFile': {
    cause: 'The file is not one that Sightline has written.',
    nextStep: 'Choose another file or data folder. It was not changed.',
  },
  'storage.unsafeEngine': {
    cause: 'The database engine of this installation has a known fault that can damage data.',
    nextStep: 'Install Sightline anew. No file was opened or changed.',
  },
  'state.notFound': {
    cause: 'What was asked for is not there, or not any more.',
    nextStep: 'Check how it is written, and whether it was removed meanwhile.',
  },
  'state.conflict': {
    cause: 'Somebody or something else has changed or is using it.',
    nextStep: 'See what it says now, then repeat what still applies.',
  },
  'state.illegalTransition': {
    cause: 'This step is not possible from the state it is in.',
    nextStep: 'Check its state; somebody may have changed it meanwhile.',
  },
  'update.off': {
    cause: 'Looking for updates is switched off by this build, by a policy of this computer or by the setting.',
    nextStep: 'See which of them it is under Settings, Updates.',
  },
  'update.unavailable': {
    cause: 'The place where new versions lie cannot be asked, or does not answer as it should.',
    nextStep: 'Look again later. If it stays, get the new version the way you got this one.',
  },
  'update.notVerified': {
    cause: 'What arrived is not what was signed, or nobody known has signed it.',
    nextStep: 'Do not install it. Look again from another network, and tell whoever publishes Sightline for you.',
  },
  'export.cancelled': {
    cause: 'It was stopped before it was finished.',
    nextStep: 'Nothing was written; start it again if it is still wanted.',
  },
  'export.notWritable': {
    cause: 'The file cannot be written in that place.',
    nextStep: 'Choose another place; a file that was there is unchanged.',
  },
  'internal.bug': {
    cause: 'This is a fault of Sightline.',
    nextStep: 'Try again. If it stays, save the diagnostics under Settings and report it with the reference.',
  },
  'internal.cancelled': {
    cause: 'It was stopped, or Sightline is closing.',
    nextStep: 'Start it again if it is still wanted.',
  },
};

/** What to do about an error that has no step of its own. */
export function nextStepOf(code: ErrorCode): string {
  return explanations[code].nextStep;
}
