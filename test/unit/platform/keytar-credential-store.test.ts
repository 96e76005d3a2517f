import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KeytarAccess } from '#main/platform/keytar-access.ts';
import { createKeytarCredentialStore } from '#main/platform/keytar-credential-store.ts';
import { createMemoryCredentialStore } from '#main/platform/memory-credential-store.ts';
import { createSystemClock } from '#main/platform/system-clock.ts';

/** A keychain that can be made to misbehave; it counts how many calls run at once. */
class FakeKeytar implements KeytarAccess {
  readonly items = new Map<string, string>();
  readonly calls: string[] = [];
  readonly reset = vi.fn(() => {
    for (const end of this.release) end();
  });
  readonly release: (() => void)[] = [];
  hangs = false;
  lie: string | undefined;
  /** As a locked keychain: it answers as if nothing were there, and refuses to be written to. */
  isLocked = false;
  running = 0;
  mostRunning = 0;

  getPassword(_service: string, account: string) {
    return this.#run('get', () => this.lie ?? (this.isLocked ? null : (this.items.get(account) ?? null)));
  }

  setPassword(service: string, account: string, password: string) {
    return this.#run(`set ${service}/${account.replace(/^probe-.*/, 'probe')}`, () => {
      if (this.isLocked) throw new Error('Cannot create an item in a locked collection');
      this.items.set(account, password);
    });
  }

  deletePassword(_service: string, account: string) {
    return this.#run('delete', () => !this.isLocked && this.items.delete(account));
  }

  async #run<T>(name: string, action: () => T): Promise<T> {
    this.calls.push(name);
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    try {
      if (this.hangs) {
        await new Promise<void>((resolve) => {
          this.release.push(resolve);
        });
        throw new Error('Timeout was reached');
      }
      await Promise.resolve();
      return action();
    } finally {
      this.running -= 1;
    }
  }
}

let keytar: FakeKeytar;
const createStore = () => createKeytarCredentialStore({ clock: createSystemClock(), keytar });

beforeEach(() => {
  keytar = new FakeKeytar();
});

afterEach(() => {
  vi.useRealTimers();
});

const unavailable = (text: RegExp) => ({ code: 'credential.storeUnavailable', message: expect.stringMatching(text) });

test('stores the fields as JSON under the service sightline and the connection id', async () => {
  const store = createStore();
  await store.set('c1', { apiKey: 'k', applicationKey: 'a' });
  expect(keytar.calls).toEqual(['set sightline/c1', 'get']);
  expect(keytar.items.get('c1')).toBe('{"apiKey":"k","applicationKey":"a"}');
  const fields = await store.get('c1');
  expect(fields?.['apiKey']?.reveal()).toBe('k');
  expect(JSON.stringify(fields)).toBe('{"apiKey":"[secret]","applicationKey":"[secret]"}');
});

test('asks no second time and writes nothing when the secret is there; probes when it is not', async () => {
  const store = createStore();
  await store.set('c1', { apiKey: 'k' });
  keytar.calls.length = 0;
  await store.get('c1');
  expect(keytar.calls).toEqual(['get']);
  expect(await store.get('c2')).toBeNull();
  expect(keytar.calls).toEqual(['get', 'get', 'set sightline/probe', 'delete']);
  expect([...keytar.items.keys()]).toEqual(['c1']);
});

test('a keychain that gives back another secret than it was given has not saved it', async () => {
  keytar.lie = '{"apiKey":"other"}';
  await expect(createStore().set('c1', { apiKey: 'k' })).rejects.toMatchObject(unavailable(/not saved/));
});

test('a secret that survives its deletion is reported', async () => {
  keytar.lie = '{"apiKey":"k"}';
  await expect(createStore().delete('c1')).rejects.toMatchObject(unavailable(/still there/));
});

test('a locked keychain is neither taken for an empty one nor for one that has deleted', async () => {
  const store = createStore();
  await store.set('c1', { apiKey: 'k' });
  keytar.isLocked = true;
  await expect(store.get('c1')).rejects.toMatchObject(unavailable(/locked/));
  await expect(store.delete('c1')).rejects.toMatchObject(unavailable(/may still be there/));
});

test('a keychain that failed is connected to anew', async () => {
  keytar.isLocked = true;
  await expect(createStore().set('c1', { apiKey: 'k' })).rejects.toMatchObject(unavailable(/locked/));
  expect(keytar.reset).toHaveBeenCalledTimes(1);
});

test.each(['not JSON', '[]', '{}', '{"apiKey":7}', '{"":"k"}', 'null'])(
  'an entry replaced outside by %s is named as replaced, and not quoted',
  async (text) => {
    keytar.items.set('c1', text);
    const failure = await createStore()
      .get('c1')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'credential.missing', suggestion: 'Enter the secret again.' });
    expect(String(failure)).not.toContain(text);
  },
);

test('operations that are asked for at once run one after the other', async () => {
  const store = createStore();
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => store.set(id, { apiKey: id })));
  expect(keytar.mostRunning).toBe(1);
  expect(keytar.items.size).toBe(5);
});

test('a failure of one operation does not hold up the next', async () => {
  const store = createStore();
  keytar.lie = 'not JSON';
  await expect(store.get('c1')).rejects.toMatchObject({ code: 'credential.missing' });
  keytar.lie = undefined;
  await store.set('c1', { apiKey: 'k' });
  expect((await store.get('c1'))?.['apiKey']?.reveal()).toBe('k');
});

describe('a keychain that hangs', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    keytar.hangs = true;
  });

  const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

  test('is given up after 10 s, later calls fail at once without starting, and after 60 s it is started over', async () => {
    const store = createStore();
    const first = expect(store.get('c1')).rejects.toMatchObject(unavailable(/10 seconds/));
    const waiting = expect(store.get('c2')).rejects.toMatchObject(unavailable(/10 seconds/));
    await seconds(10);
    await Promise.all([first, waiting]);
    expect(keytar.calls).toEqual(['get']);

    await expect(store.set('c1', { apiKey: 'k' })).rejects.toMatchObject(unavailable(/10 seconds/));
    expect(await store.probe()).toEqual({ usable: false, explanation: expect.stringMatching(/prompt, answer/) });
    expect(keytar.calls).toEqual(['get']);
    expect(keytar.reset).not.toHaveBeenCalled();

    await seconds(50);
    expect(keytar.reset).toHaveBeenCalled();
    keytar.hangs = false;
    await store.set('c1', { apiKey: 'k' });
    expect(keytar.items.has('c1')).toBe(true);
  });

  test('and cannot be started over is named as not answering', async () => {
    keytar.reset.mockImplementation(() => undefined);
    const store = createStore();
    const first = expect(store.get('c1')).rejects.toMatchObject(unavailable(/10 seconds/));
    await seconds(61);
    await first;
    await expect(store.get('c1')).rejects.toMatchObject(unavailable(/does not answer/));
  });
});

describe.each([
  ['keychain', () => createKeytarCredentialStore({ clock: createSystemClock(), keytar: new FakeKeytar() })],
  ['memory', createMemoryCredentialStore],
] as const)('%s', (kind, create) => {
  test('says what it is, and that it is usable', async () => {
    const store = create();
    expect(store.kind).toBe(kind);
    expect(await store.probe()).toMatchObject({ usable: true });
  });

  test('keeps, replaces and forgets', async () => {
    const store = create();
    expect(await store.get('c1')).toBeNull();
    await store.set('c1', { apiKey: 'one', extra: '"\\ Ä' });
    await store.set('c2', { apiKey: 'two' });
    expect((await store.get('c1'))?.['extra']?.reveal()).toBe('"\\ Ä');
    await store.set('c1', { apiKey: 'three' });
    expect(Object.keys((await store.get('c1')) ?? {})).toEqual(['apiKey']);
    await store.delete('c1');
    await store.delete('c1');
    expect(await store.get('c1')).toBeNull();
    expect((await store.get('c2'))?.['apiKey']?.reveal()).toBe('two');
  });

  test.each([
    ['no field', {}, /no secret/],
    ['an empty value', { apiKey: '' }, /empty/],
    ['an empty name', { '': 'x' }, /empty/],
    ['NUL', { apiKey: 'ab\0cd' }, /control character/],
    ['a line break', { apiKey: 'ab\n' }, /control character/],
    ['DEL', { apiKey: 'ab\x7f' }, /control character/],
    ['C1', { apiKey: 'ab\x85' }, /control character/],
    ['a line break in a name', { 'a\nb': 'x' }, /The secret field a\?b has a control character/],
    ['a long name', { ['k\n'.repeat(100)]: 'x' }, /The secret field \S{40} has a control character/],
    ['2,401 bytes', { apiKey: 'x'.repeat(2_401 - '{"apiKey":""}'.length) }, /longer/],
    ['too many bytes of few characters', { apiKey: '😀'.repeat(600) }, /longer/],
  ])('refuses %s, without saying the value', async (_name, fields, reason) => {
    const failure = await create()
      .set('c1', fields)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'input.invalid', message: expect.stringMatching(reason) });
    expect(String(failure)).not.toContain('ab');
  });

  test('takes 2,400 bytes', async () => {
    const store = create();
    const apiKey = 'x'.repeat(2_400 - '{"apiKey":""}'.length);
    await store.set('c1', { apiKey });
    expect((await store.get('c1'))?.['apiKey']?.reveal()).toBe(apiKey);
  });
});

test.each(['', 'a\0b', 'a\nb'])('refuses the connection id %j, which keytar would cut', async (id) => {
  const store = createStore();
  for (const refused of [store.get(id), store.set(id, { apiKey: 'k' }), store.delete(id)])
    await expect(refused).rejects.toMatchObject({ code: 'input.invalid' });
  expect(keytar.calls).toEqual([]);
});
