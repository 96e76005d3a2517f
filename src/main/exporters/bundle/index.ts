import type { Exporter } from '../exporter.ts';
import { packZip } from '../zip.ts';
import { listMembers } from './members.ts';

/** A case with all that stands behind it, in one file that can be checked. */
export const bundle: Exporter = {
  id: 'bundle',
  displayName: 'Case bundle, to be opened in another Sightline',
  fileExtension: 'zip',
  audience: 'machines',
  scopes: ['case'],
  choices: ['passphrase'],
  needsRaw: true,
  render: (model) => packZip(listMembers(model)),
};
