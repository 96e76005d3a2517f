import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';

interface FakeFrame {
  readonly origin: string;
  readonly processId: number;
  readonly frameToken: string;
  readonly parent: FakeFrame | null;
}

/** Stands in for `webContents`: remembers handlers and what was sent to the page. */
export class FakeWebContents extends EventEmitter {
  readonly frame: FakeFrame = { origin: 'app://sightline', processId: 7, frameToken: 'main', parent: null };
  readonly sent: { readonly channel: string; readonly text: unknown }[] = [];
  readonly calls: string[] = [];
  windowOpenHandler: ((details: { readonly url: string }) => { readonly action: string }) | undefined;

  /** A new object each time: Electron does not promise the same one twice. */
  get mainFrame(): FakeFrame {
    return { ...this.frame };
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    this.calls.push(`webRtc:${policy}`);
  }

  closeDevTools(): void {
    this.calls.push('closeDevTools');
  }

  setWindowOpenHandler(handler: (details: { readonly url: string }) => { readonly action: string }): void {
    this.windowOpenHandler = handler;
  }

  send(channel: string, text: unknown): void {
    this.sent.push({ channel, text });
    this.emit('sent', channel, text);
  }
}

type Handler = (...arguments_: readonly unknown[]) => unknown;

/** Stands in for a session: keeps each handler so that a test can ask it. */
export class FakeSession extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  readonly webRequest = { onBeforeRequest: (handler: Handler) => this.handlers.set('beforeRequest', handler) };
  setPermissionRequestHandler = (handler: Handler): unknown => this.handlers.set('permissionRequest', handler);
  setPermissionCheckHandler = (handler: Handler): unknown => this.handlers.set('permissionCheck', handler);
  setDevicePermissionHandler = (handler: Handler): unknown => this.handlers.set('device', handler);
  setBluetoothPairingHandler = (handler: Handler): unknown => this.handlers.set('bluetoothPairing', handler);
  setSpellCheckerEnabled = (isEnabled: boolean): unknown => this.handlers.set('spellChecker', () => isEnabled);
  setDisplayMediaRequestHandler = (handler: Handler): unknown => this.handlers.set('displayMedia', handler);
}

/**
 * A small double of the Electron API, enough to start our shell, to read what it set up and to send calls through it.
 * Made afresh for each test; `vi.doMock('electron', () => double.module)` puts it in place before anything imports it. It needs no test
 * runner, so that `built-electron.ts` can put it under the built bundles in a process of its own.
 */
export function createElectronDouble(options: { readonly isPackaged?: boolean; readonly hasLock?: boolean } = {}) {
  const order: string[] = [];
  const windows: FakeBrowserWindow[] = [];
  const invokeHandlers = new Map<string, Handler>();
  const rendererListeners = new EventEmitter();
  const protocolHandlers = new Map<string, (request: Request) => Response | Promise<Response>>();
  const exposed = new Map<string, unknown>();
  const session = new FakeSession();
  let becomeReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });

  const app = Object.assign(new EventEmitter(), {
    isPackaged: options.isPackaged ?? false,
    commandLine: { appendSwitch: (name: string, value: string) => order.push(`switch:${name}=${value}`) },
    enableSandbox: () => order.push('enableSandbox'),
    setPath: (name: string) => order.push(`setPath:${name}`),
    requestSingleInstanceLock: () => {
      order.push('lock');
      return options.hasLock ?? true;
    },
    whenReady: () => ready,
    quit: () => order.push('quit'),
    exit: (code: number) => order.push(`exit:${code}`),
  });

  class FakeBrowserWindow extends EventEmitter {
    static readonly getAllWindows = () => windows;
    readonly webContents = new FakeWebContents();
    readonly options: Readonly<Record<string, unknown>>;
    readonly loaded: string[] = [];
    /** As the options name it. */
    get preloadFile(): unknown {
      const { webPreferences } = this.options as { readonly webPreferences?: { readonly preload?: unknown } };
      return webPreferences?.preload;
    }
    shown = false;
    constructor(windowOptions: Readonly<Record<string, unknown>>) {
      super();
      this.options = windowOptions;
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    loadURL(url: string): Promise<void> {
      this.loaded.push(url);
      return Promise.resolve();
    }
    show = (): void => {
      this.shown = true;
    };
    isMinimized = (): boolean => false;
    restore = (): void => undefined;
    focus = (): number => order.push('focus');
    isDestroyed = (): boolean => false;
  }

  const module = {
    app,
    BrowserWindow: FakeBrowserWindow,
    Notification: Object.assign(
      class extends EventEmitter {
        show = (): number => order.push('notification');
      },
      {
        isSupported: () => true,
      },
    ),
    dialog: {
      showErrorBox: (title: string, text: string) => order.push(`errorBox:${title}: ${text}`),
      showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
    },
    ipcMain: {
      handle: (channel: string, handler: Handler) => invokeHandlers.set(channel, handler),
      removeHandler: (channel: string) => invokeHandlers.delete(channel),
    },
    ipcRenderer: {
      invoke: async (channel: string, text: unknown) => {
        const [window] = windows;
        const frame = window?.webContents.mainFrame ?? null;
        return invokeHandlers.get(channel)?.({ sender: window?.webContents, senderFrame: frame }, text);
      },
      on: (channel: string, listener: Handler) => rendererListeners.on(channel, listener),
      removeListener: (channel: string, listener: Handler) => rendererListeners.off(channel, listener),
    },
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value) },
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => order.push('menu') },
    protocol: {
      registerSchemesAsPrivileged: (schemes: unknown) => order.push(`schemes:${JSON.stringify(schemes)}`),
      handle: (scheme: string, handler: (request: Request) => Response) => protocolHandlers.set(scheme, handler),
    },
    session: { defaultSession: session },
  };

  return {
    module,
    app,
    session,
    order,
    windows,
    invokeHandlers,
    protocolHandlers,
    exposed,
    /** Delivers what main sent to the page's listeners, as Electron would. */
    deliver: (channel: string, text: unknown) => rendererListeners.emit(channel, {}, text),
    /** Electron is ready; settles when the window is open. */
    async becomeReady(): Promise<void> {
      becomeReady();
      while (windows[0]?.loaded.length !== 1 && !order.some((entry) => entry.startsWith('exit:'))) await turn();
      await turn();
    },
  };
}

export type ElectronDouble = ReturnType<typeof createElectronDouble>;
