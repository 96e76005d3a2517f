import { describeOperation } from '#main/services/operations/describe-operation.ts';
import { listParameters } from '#main/services/stream-parameters.ts';
import type { VendorOperation } from '#main/vendors/operation.ts';
import { vendors } from '#main/vendors/registry.ts';
import type { AnyVendorStream, VendorModule } from '#main/vendors/vendor.ts';

/** `docs/vendors.md`: written from the modules, so that page and program cannot drift apart. */
export function writeVendorsPage(): string {
  return `# What the vendors can be asked

Written by \`npm run docs\` (\`test/vendors/vendors-page.ts\`) from the vendor modules; do not edit by hand. A test fails when it is not
current, and when a module loses an operation or a parameter that the vendors' documents name.

- **Streams** are synced: \`sync\`, Sources. Their options are the vendors' own parameters: \`--option stream.name=value\`.
- **Operations** are single calls: \`sightline vendor <connection> <operation> --input '{…}'\`, and Sources → a connection → Calls.
  Writes go out with an explicit yes only: \`--yes\` now, \`--queue\` into the outbox.
- A parameter with a star is required. **Verified**: whether the answer's form was seen in a recording, or is known from the vendor's
  description only.

${vendors.map(writeVendor).join('\n\n')}
`;
}

function writeVendor(module: VendorModule): string {
  return `## ${module.displayName} (\`${module.id}\`)

${writeTable(['stream', 'options'], module.streams.map(writeStream))}

${writeTable(['operation', 'kind', 'method and path', 'parameters', 'right', 'verified by'], module.operations.map(writeOperation))}`;
}

function writeStream(stream: AnyVendorStream): readonly string[] {
  return [
    code(stream.id),
    listParameters(stream)
      .map(({ name }) => code(name))
      .join(' '),
  ];
}

function writeOperation(operation: VendorOperation): readonly string[] {
  const { name, kind, method, path, parameters, scope, verified } = describeOperation(operation);
  const shown = parameters.map((one) => `${code(one.name)}${one.required ? '*' : ''}`);
  return [code(name), kind, code(`${method} ${path}`), shown.join(' ') || 'none', scope, verified];
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
