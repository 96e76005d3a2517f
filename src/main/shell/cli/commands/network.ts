import { type Command, Option } from 'commander';
import { splitBypassText } from '#shared/model/network.ts';
import { publicMoment } from '#shared/public-json/moment.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { formatMinute } from '../output/moments.ts';
import { type Column, formatTable } from '../output/table.ts';
import { readPemFile } from '../read-pem-file.ts';
import { promptSecretFields, readSecretFields } from '../read-secrets.ts';
import { collect } from './collect.ts';

interface ProxyOptions {
  readonly bypass: readonly string[];
  readonly loopback?: true;
  readonly login?: true;
  readonly loginStdin?: true;
  readonly forgetLogin?: true;
}

interface AuthorityRow {
  readonly fingerprint: string;
  readonly subject: string;
  readonly expiresAtMs: number;
  readonly connection: string;
}

const authorityColumns: readonly Column<AuthorityRow>[] = [
  { title: 'FINGERPRINT', cell: ({ fingerprint }) => fingerprint },
  { title: 'FOR', cell: ({ connection }) => connection },
  { title: 'EXPIRES (UTC)', cell: ({ expiresAtMs }) => formatMinute(expiresAtMs) },
  { title: 'CERTIFICATE', cell: ({ subject }) => subject, shrinkTo: 20 },
];

/** `network`: how calls leave this computer, and whom they trust. */
export function addNetworkCommands(program: Command, context: CliContext): void {
  const network = program
    .command('network')
    .description('the way to the vendors: proxy and trusted authorities')
    .option('--json', 'one JSON object')
    .action((options: { readonly json?: true }) => show(context, options.json === true));
  network
    .command('proxy <which>')
    .description('system (HTTPS_PROXY, NO_PROXY), none, or http://host:port')
    .option('--bypass <host>', 'ask this host directly; spelt as in NO_PROXY', collect, [])
    .option('--loopback', 'ask services of this computer through the proxy too')
    .option('--login', 'ask for user name and password, for the keychain')
    .addOption(new Option('--login-stdin', 'read {"user":…,"password":…} from standard input').conflicts('login'))
    .addOption(new Option('--forget-login', 'remove them from the keychain').conflicts(['login', 'loginStdin']))
    .action((which: string, options: ProxyOptions) => setProxy(context, which, options));
  network
    .command('trust <file>')
    .description('trust the certificates of a PEM file beside those of the system')
    .option('--connection <name>', 'for this connection only')
    .action(async (file: string, { connection }: { readonly connection?: string }) => {
      const { services } = await context.app();
      const id = connection === undefined ? null : (await services.connections.find(connection)).id;
      const before = (await services.network.get()).authorities.length;
      const { authorities } = await services.network.addAuthorities(await readPemFile(file, context.signal), id);
      remark(context, `${authorities.length - before} added, ${authorities.length} in all.`);
    });
  network
    .command('distrust <fingerprint>')
    .description('forget a certificate, by the fingerprint that "network" shows')
    .option('--connection <name>', 'what was trusted for this connection')
    .action(async (fingerprint: string, { connection }: { readonly connection?: string }) => {
      const { services } = await context.app();
      const id = connection === undefined ? null : (await services.connections.find(connection)).id;
      await services.network.removeAuthority(fingerprint.toLowerCase().replaceAll(':', ''), id);
    });
}

async function show(context: CliContext, asJson: boolean): Promise<void> {
  const { services } = await context.app();
  const { proxy, hasProxyLogin, systemProxy, authorities } = await services.network.get();
  const names = new Map((await services.connections.list()).map(({ id, name }) => [id, name]));
  const rows = authorities.map(({ connectionId, ...authority }) => ({
    ...authority,
    connection: connectionId === null ? null : (names.get(connectionId) ?? null),
  }));
  if (asJson) {
    const shown = rows.map(({ expiresAtMs, ...row }) => ({ ...row, expiresAt: publicMoment(expiresAtMs) }));
    return printJson(context, { proxy, hasProxyLogin, systemProxy, authorities: shown });
  }
  const bypass = proxy.bypass.length === 0 ? '' : `, but not for ${proxy.bypass.join(' ')}`;
  const login = hasProxyLogin ? ', with a login of the keychain' : '';
  const words = {
    system: `as the system says: ${systemProxy ?? 'none'}`,
    none: 'none',
    manual: `${proxy.origin ?? ''}${bypass}${login}`,
  };
  await print(context, `Proxy: ${words[proxy.mode]}\n`);
  if (rows.length === 0) return print(context, 'Trusted: the authorities of the system\n');
  const table = rows.map((row) => ({ ...row, connection: row.connection ?? 'all connections' }));
  await print(context, 'Trusted beside the authorities of the system:\n');
  await print(context, formatTable(authorityColumns, table, widthOf(context.stdout)));
}

async function setProxy(context: CliContext, which: string, options: ProxyOptions): Promise<void> {
  const { network } = (await context.app()).services;
  const mode = which === 'system' || which === 'none' ? which : 'manual';
  await network.setProxy({
    mode,
    origin: mode === 'manual' ? which : null,
    bypass: [...splitBypassText(options.bypass.join(' '))],
    includesLoopback: options.loopback === true,
  });
  if (options.forgetLogin === true) await network.setProxyLogin(null);
  const login = await readLogin(context, options);
  if (login !== undefined) await network.setProxyLogin(login);
  await show(context, false);
}

async function readLogin(context: CliContext, options: ProxyOptions) {
  if (options.login !== true && options.loginStdin !== true) return undefined;
  const fields =
    options.loginStdin === true
      ? await readSecretFields(context)
      : await promptSecretFields(context, [
          { name: 'user', label: 'User name of the proxy', required: true, hint: '' },
          { name: 'password', label: 'Password', required: true, hint: '' },
        ]);
  return { user: fields['user'] ?? '', password: fields['password'] ?? '' };
}
