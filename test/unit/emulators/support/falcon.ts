import type { CrowdstrikeEmulator } from '../../../emulators/crowdstrike/index.ts';
import type { IocRecord } from '../../../emulators/crowdstrike/record.ts';
import { type Answer, ask } from './ask.ts';

/** Asks for a token with the right credentials, some fields replaced. */
export function issueToken(
  falcon: CrowdstrikeEmulator,
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { clientId = '', clientSecret = '' } = falcon.secrets;
  const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return ask(falcon, '/oauth2/token', { method: 'POST', headers, body: form.toString() });
}

/** Requests with a bearer token. */
export class FalconSession {
  readonly #falcon: CrowdstrikeEmulator;
  readonly #token: string;

  constructor(falcon: CrowdstrikeEmulator, token: string) {
    this.#falcon = falcon;
    this.#token = token;
  }

  static async open(falcon: CrowdstrikeEmulator): Promise<FalconSession> {
    return new FalconSession(falcon, (await issueToken(falcon)).body.access_token);
  }

  send(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    return ask(this.#falcon, path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }

  get(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', `${path}?${new URLSearchParams(parameters)}`);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.send('POST', path, body);
  }

  /** Every record of a search, page by page with `after`, until a page is empty. */
  async walk(parameters: Readonly<Record<string, string>>, between?: () => void): Promise<readonly IocRecord[]> {
    const records: IocRecord[] = [];
    for (let after: Readonly<Record<string, string>> = {}; ; ) {
      const { body } = await this.get('/iocs/combined/indicator/v1', { ...parameters, ...after });
      if (body.resources.length === 0) return records;
      records.push(...body.resources);
      after = { after: body.meta.pagination.after };
      between?.();
    }
  }

  /** Revokes this session's token. */
  revoke(clientSecret: string = this.#falcon.secrets['clientSecret'] ?? ''): Promise<Answer> {
    const basic = Buffer.from(`${this.#falcon.secrets['clientId']}:${clientSecret}`).toString('base64');
    const headers = { authorization: `basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ token: this.#token }).toString();
    return ask(this.#falcon, '/oauth2/revoke', { method: 'POST', headers, body });
  }
}
