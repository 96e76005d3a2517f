import type { TenantWords } from '#shared/model/outbox.ts';
import { asList, asObject, textOf } from '../../kit/push-fields.ts';
import type { AskVendor } from '../../operation.ts';
import { resourcesOf } from './records.ts';

/** The tenant's actions, types, platforms and severities. */
export async function readFalconWords(ask: AskVendor): Promise<TenantWords> {
  const actions = resourcesOf(await ask('action_get_v1', {}));
  return {
    types: await readList(ask, 'ioc_type_query_v1'),
    platforms: await readList(ask, 'platform_query_v1'),
    severities: await readList(ask, 'severity_query_v1'),
    actions: actions.map((action) => ({
      id: textOf(action, 'id') ?? '',
      platformsByType: Object.fromEntries(
        Object.entries(asObject(action['platforms_by_type']) ?? {}).map(([type, names]) => [
          type,
          asList(names).map(String),
        ]),
      ),
      severities: asList(action['severities']).map(String),
    })),
  };
}

async function readList(ask: AskVendor, operation: string): Promise<string[]> {
  return asList(asObject(await ask(operation, { limit: 500 }))?.['resources']).map(String);
}
