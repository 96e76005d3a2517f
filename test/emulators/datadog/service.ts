import { findUndocumented } from '../kit/documented.ts';
import { asRecord, type EmulatorReply, type EmulatorRequest, headerOf, jsonReply, parseBody } from '../kit/reply.ts';
import { drawUuid } from '../world/random.ts';
import { datadogBearerToken, datadogSecrets } from './keys.ts';
import { booleanOf, DatadogBadRequest, DatadogLister, wholeNumber } from './list.ts';
import type { DatadogBehaviour } from './options.ts';
import { DatadogQueryError } from './query.ts';
import type { DatadogStore } from './store.ts';

/** Datadog's four operations over one store. */
export class DatadogService {
  readonly #store: DatadogStore;
  readonly #behaviour: DatadogBehaviour;
  readonly #lister: DatadogLister;
  readonly #seed: number;
  #answers = 0;

  constructor(store: DatadogStore, behaviour: DatadogBehaviour, seed: number) {
    this.#store = store;
    this.#behaviour = behaviour;
    this.#lister = new DatadogLister(store, behaviour);
    this.#seed = seed;
  }

  handle(request: EmulatorRequest): EmulatorReply {
    if (request.path === '/api/v1/validate') return validateKey(request);
    const operation = this.#operationOf(request);
    if (operation === undefined) return jsonReply(404, { errors: ['Not Found'] });
    if (!isAuthorised(request)) return this.refuse();
    const unknown = findUndocumented('datadog', request);
    if (unknown !== undefined) return genericError(400, `unknown parameter: ${unknown}`);
    try {
      return operation();
    } catch (error) {
      const isTheirFault = error instanceof DatadogBadRequest || error instanceof DatadogQueryError;
      if (isTheirFault) return genericError(400, error.message);
      throw error;
    }
  }

  /** Wrong or missing keys. */
  refuse(): EmulatorReply {
    const status = this.#behaviour.authFailureStatus;
    return jsonReply(status, { errors: [status === 401 ? 'Unauthorized' : 'Forbidden'] });
  }

  #operationOf(request: EmulatorRequest): (() => EmulatorReply) | undefined {
    const root = '/api/v2/security/siem/ioc-explorer';
    switch (`${request.method} ${request.path}`) {
      case `GET ${root}`:
        return () => this.#list(request);
      case `GET ${root}/indicator`:
        return () => this.#get(request);
      case `POST ${root}/triage`:
        return () => this.#triage(request);
      default:
        return undefined;
    }
  }

  #list(request: EmulatorRequest): EmulatorReply {
    const page = this.#lister.page(request);
    return this.#answer(200, 'ioc_explorer_response', {
      data: page.records,
      metadata: { count: page.count },
      paging: { offset: page.nextOffset },
    });
  }

  #get({ query }: EmulatorRequest): EmulatorReply {
    const indicator = query.get('indicator');
    if (indicator === null || indicator === '') return genericError(400, 'missing required parameter: indicator');
    const ocsf = booleanOf(query.get('ocsf'));
    const historyLimit = wholeNumber('triage_history_limit', query.get('triage_history_limit')) ?? 100;
    const historyOffset = wholeNumber('triage_history_offset', query.get('triage_history_offset')) ?? 0;
    if (historyLimit < 1 || historyLimit > 1000) return genericError(400, 'triage_history_limit must be in [1, 1000]');
    const index = this.#store.find(indicator);
    const isMatch =
      index !== undefined && (ocsf === undefined || this.#store.matchKinds(index)[ocsf ? 'ocsf' : 'message']);
    if (!isMatch) return genericError(404, 'indicator not found');
    const events = this.#store.triageOf(index, indicator)?.events ?? [];
    const history = booleanOf(query.get('include_triage_history'))
      ? { triage_history: events.slice(historyOffset, historyOffset + historyLimit) }
      : {};
    return this.#answer(200, 'get_indicator_response', {
      data: { ...this.#store.recordAt(index), ...this.#store.detailAt(index), ...history },
    });
  }

  #triage(request: EmulatorRequest): EmulatorReply {
    if (!this.#behaviour.mayTriage) return jsonReply(403, { errors: [{ title: 'Forbidden' }] });
    const data = asRecord(asRecord(parseBody(request))?.['data']);
    const attributes = asRecord(data?.['attributes']);
    const indicator = attributes?.['indicator'];
    const state = attributes?.['triage_state'];
    if (data?.['type'] !== 'ioc_triage_state') return genericError(400, 'invalid resource type');
    if (typeof indicator !== 'string' || indicator === '') return genericError(400, 'indicator is required');
    if (state !== 'reviewed' && state !== 'not_reviewed')
      return genericError(400, `invalid triage_state: ${String(state)}`);
    const index = this.#store.find(indicator);
    if (index === undefined && this.#behaviour.unknownTriage === 'refuse')
      return genericError(400, 'indicator not found');
    const isUpdate = this.#store.triageOf(index, indicator) !== undefined;
    const { id, createdAt, events } = this.#store.triage(indicator, state);
    const status = isUpdate ? this.#behaviour.triageUpdateStatus : 201;
    const body = { created_at: createdAt, indicator, ...events[0] };
    return jsonReply(status, { data: { id, type: 'ioc_triage_state', attributes: body } }, jsonApi);
  }

  #answer(status: number, type: string, attributes: unknown): EmulatorReply {
    this.#answers += 1;
    const id = drawUuid({ seed: this.#seed, index: this.#answers }, 155);
    return jsonReply(status, { data: { id, type, attributes } }, jsonApi);
  }
}

const jsonApi = { contentType: 'application/vnd.api+json' };

function genericError(status: number, detail: string): EmulatorReply {
  return jsonReply(status, { errors: [{ title: 'Generic Error', detail }] }, jsonApi);
}

function validateKey(request: EmulatorRequest): EmulatorReply {
  if (request.method !== 'GET') return jsonReply(405, { errors: ['Method Not Allowed'] });
  return headerOf(request, 'dd-api-key') === datadogSecrets.apiKey
    ? jsonReply(200, { valid: true })
    : jsonReply(403, { errors: ['API key required'] });
}

function isAuthorised(request: EmulatorRequest): boolean {
  if (headerOf(request, 'authorization') === `Bearer ${datadogBearerToken}`) return true;
  return (
    headerOf(request, 'dd-api-key') === datadogSecrets.apiKey &&
    headerOf(request, 'dd-application-key') === datadogSecrets.applicationKey
  );
}
