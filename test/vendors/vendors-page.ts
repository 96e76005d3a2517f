import { describeOperation } from '#main/services/operations/describe-operation.ts';
import { listParameters } from '#main/services/stream-parameters.ts';
import type { VendorOperation } from '#main/vendors/operation.ts';
import { vendors } from '#main/vendors/registry.ts';
import type { AnyVendorStream, VendorModule } from '#main/vendors/vendor.ts';
import { findUses } from './operation-uses.ts';

/** `docs/vendors.md`: written from the modules, so that page and program cannot drift apart. */
export async function writeVendorsPage(): Promise<string> {
  const sections = await Promise.all(vendors.map(writeVendor));
  return `# What the vendors can be asked

Written by \`npm run docs\` (\`test/vendors/vendors-page.ts\`) from the vendor modules; do not edit by hand. A test fails when it is not
current, and when a module loses an operation or a parameter that the vendors' documents name.

- **Streams** are synced: \`sync\`, Sources. Their options are the vendors' own parameters: \`--option stream.name=value\`.
- **Operations** are single calls: \`sightline vendor <connection> <operation> --input '{…}'\`, and Sources → a connection → Calls.
  Writes go out with an explicit yes only: \`--yes\` now, \`--queue\` into the outbox.
- **Used**: where the program makes the call by itself: sync, credential test, refresh of one indicator, the check before a push, the
  outbox, the choices of the editor. Every one of them can be made by hand as well.
- A parameter with a star is required. **Verified**: whether the answer's form was seen in a recording, or is known from the vendor's
  description only.

## What a key may do, and how often

- **Rights** are known from a refusal only (status 403), and kept until a call goes through, another key is set, or *The right was
  granted* is said. No vendor tells them beforehand: Datadog's key check looks at the API key alone, and Falcon's answer with a token has
  a member \`scope\` of which nothing is described.
- **Datadog** and **Falcon** tell with each answer what is left for everybody who uses the account, other computers included. Several
  processes here therefore overrun a limit by the requests that are under way at most.
- **VirusTotal** tells nothing: requests are counted here, in the data folder, before they leave, and by every process over it. Together
  they never send more than the contract's numbers (\`auth.quota_minute\`, \`auth.quota_day\`) allow.
- **Threat Grid** tells nothing of the limit of its feeds and answers 429 beyond it. \`rate_limit_get\` is about submissions of samples, which
  are not made from here, so no budget is fed by it; the wait of a 429 is kept to by everything that uses the key.

${sections.join('\n\n')}
`;
}

async function writeVendor(module: VendorModule): Promise<string> {
  const uses = await findUses(module);
  return `## ${module.displayName} (\`${module.id}\`)

${writeTable(['stream', 'options'], module.streams.map(writeStream))}

${writeTable(
  ['operation', 'kind', 'method and path', 'parameters', 'right', 'used', 'verified by'],
  module.operations.map((operation) => writeOperation(operation, uses.get(operation.name) ?? [])),
)}`;
}

function writeStream(stream: AnyVendorStream): readonly string[] {
  return [
    code(stream.id),
    listParameters(stream)
      .map(({ name }) => code(name))
      .join(' '),
  ];
}

function writeOperation(operation: VendorOperation, uses: readonly string[]): readonly string[] {
  const { name, kind, method, path, parameters, scope, verified } = describeOperation(operation);
  const shown = parameters.map((one) => `${code(one.name)}${one.required ? '*' : ''}`);
  return [
    code(name),
    kind,
    code(`${method} ${path}`),
    shown.join(' ') || 'none',
    scope,
    uses.join(', ') || 'by hand',
    verified,
  ];
}

function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`);
  return lines.join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
