import { isIP } from 'node:net';
import { findUndocumented } from '../kit/documented.ts';
import type { RateVerdict } from '../kit/rate-limit.ts';
import { type EmulatorReply, type EmulatorRequest, headerOf, jsonReply } from '../kit/reply.ts';
import type { EntityType } from './filter.ts';
import type { VirustotalSettings } from './options.ts';
import { badRequest, VtProblem } from './problem.ts';
import { shuffleMembers } from './shuffle.ts';
import type { NotificationStore } from './store.ts';
import type { StreamReader } from './stream.ts';
import { readUrlId } from './url-id.ts';

/** What the routes work on. */
export interface VtService {
  readonly apiKey: string;
  readonly settings: VirustotalSettings;
  readonly store: NotificationStore;
  readonly stream: StreamReader;
}

const BUSY = 'Notifications already being deleted. Depending on volume this may take a while.';
const ROUTE = /^\/api\/v3\/(ioc_stream|ioc_stream_notifications|files|urls|domains|ip_addresses)(?:\/([^/]+))?$/;

/** Answers requests: key first, then the path. */
export class VtRouter {
  readonly #service: VtService;
  #turn = 0;

  constructor(service: VtService) {
    this.#service = service;
  }

  handle(request: EmulatorRequest): EmulatorReply {
    try {
      this.#service.store.isDeleting(); // ends a deletion whose time has come
      this.#authenticate(request);
      const unknown = findUndocumented('virustotal', request);
      if (unknown !== undefined) throw badRequest(`Unknown parameter "${unknown}"`);
      return this.#route(request);
    } catch (error) {
      if (!(error instanceof VtProblem)) throw error;
      return this.#refusal(error);
    }
  }

  /** 401, as for a key that is not good any more. */
  unauthorized(): EmulatorReply {
    return this.#refusal(new VtProblem(401, 'WrongCredentialsError', 'Wrong API key'));
  }

  /** 429 for a quota that is used up; `Retry-After` in seconds when options say so. */
  rateLimited(verdict: RateVerdict): EmulatorReply {
    const reply = this.#refusal(new VtProblem(429, 'QuotaExceededError', 'Quota exceeded'));
    if (!this.#service.settings.sendsRetryAfter) return reply;
    return { ...reply, headers: { 'retry-after': String(Math.ceil(verdict.resetMs / 1000)) } };
  }

  #authenticate(request: EmulatorRequest): void {
    const key = headerOf(request, 'x-apikey');
    if (key === undefined || key === '') {
      throw new VtProblem(401, 'AuthenticationRequiredError', 'X-Apikey header is missing');
    }
    if (key !== this.#service.apiKey) throw new VtProblem(401, 'WrongCredentialsError', 'Wrong API key');
    if (!this.#service.settings.isActive) throw new VtProblem(401, 'UserNotActiveError', 'User is not active');
  }

  #route(request: EmulatorRequest): EmulatorReply {
    const [, collection, segment] = ROUTE.exec(request.path) ?? [];
    const name = segment === undefined ? undefined : decodeSegment(segment);
    const isStream = collection?.startsWith('ioc_stream') === true;
    if (isStream && !this.#service.settings.isLicensed) {
      throw new VtProblem(403, 'ForbiddenError', 'You are not authorized to perform the requested operation');
    }
    if (collection === 'ioc_stream' && name === undefined) return this.#stream(request);
    if (collection === 'ioc_stream_notifications' && name !== undefined) return this.#notification(request, name);
    const types: Readonly<Record<string, EntityType>> = {
      files: 'file',
      urls: 'url',
      domains: 'domain',
      ip_addresses: 'ip_address',
    };
    const type = types[collection ?? ''];
    if (type !== undefined && name !== undefined && request.method === 'GET') return this.#object(request, type, name);
    throw new VtProblem(404, 'NotFoundError', 'Resource not found.');
  }

  #stream(request: EmulatorRequest): EmulatorReply {
    const { stream, store } = this.#service;
    if (request.method === 'GET') return this.#reply(stream.page(request.query, hasTool(request)));
    if (request.method !== 'DELETE') throw new VtProblem(404, 'NotFoundError', 'Resource not found.');
    if (store.isDeleting()) throw new VtProblem(429, 'TooManyRequests', BUSY);
    store.beginDeletion(stream.select(request.query.get('filter') ?? ''));
    return { status: 200, contentType: 'application/json' };
  }

  #notification(request: EmulatorRequest, id: string): EmulatorReply {
    const { stream, store, settings } = this.#service;
    const position = store.find(id);
    if (position === undefined) throw new VtProblem(404, 'NotFoundError', `Notification "${id}" not found`);
    if (request.method === 'DELETE') {
      store.remove(position);
      return { status: 200, contentType: 'application/json' };
    }
    if (request.method !== 'GET') throw new VtProblem(404, 'NotFoundError', 'Resource not found.');
    const { context_attributes, type } = stream.item(position, { isDescriptor: true, hasAssessment: false });
    const { origin, sources, tags, hunting_info, notification_date } = context_attributes;
    const attributes = {
      date: notification_date,
      entity_type: type,
      entity_id: store.entity(position).id,
      origin,
      ...(hunting_info === null ? {} : { hunting_info }),
      sources,
      tags,
    };
    const links = { self: `${settings.linkOrigin}/api/v3/ioc_stream_notifications/${id}` };
    return this.#reply({ data: { type: 'ioc_stream_notification', id, links, attributes } });
  }

  #object(request: EmulatorRequest, type: EntityType, name: string): EmulatorReply {
    const entity = this.#service.store.findEntity(lookupKey(type, name));
    if (entity?.type !== type) {
      const kinds = { file: 'File', url: 'URL', domain: 'Domain', ip_address: 'IP address' };
      throw new VtProblem(404, 'NotFoundError', `${kinds[type]} "${name}" not found`);
    }
    return this.#reply({ data: this.#service.stream.describe(entity, hasTool(request)) });
  }

  #reply(value: unknown): EmulatorReply {
    this.#turn += 1;
    return jsonReply(200, this.#service.settings.shufflesMembers ? shuffleMembers(value, this.#turn) : value);
  }

  #refusal(problem: VtProblem): EmulatorReply {
    this.#turn += 1;
    const value = { error: { code: problem.code, message: problem.message } };
    return jsonReply(problem.status, shuffleMembers(value, this.#turn));
  }
}

function hasTool(request: EmulatorRequest): boolean {
  return (headerOf(request, 'x-tool') ?? '') !== '';
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

// Only spellings that the service accepts are looked up; the rest are refused or not found.
function lookupKey(type: EntityType, name: string): string {
  if (type === 'url') return readUrlId(name) ?? name;
  if (type === 'file') return name.toLowerCase();
  if (type === 'ip_address' && isIP(name) === 0) {
    throw new VtProblem(400, 'InvalidArgumentError', 'Supplied IP address is not valid');
  }
  if (type === 'domain' && !/^(?:[\w-]+\.)+[\w-]{2,}$/.test(name)) {
    throw new VtProblem(400, 'InvalidArgumentError', `"${name}" is not a valid domain pattern`);
  }
  return name.toLowerCase();
}
