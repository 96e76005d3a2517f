import { AppError } from '#shared/errors/app-error.ts';
import type { CliContext } from '../context.ts';
import { formatMinute } from '../output/moments.ts';
import type { Finding } from './finding.ts';

/** The way to the vendors: whether the settings can be read, the proxy is one, and what is trusted is still good. */
export async function examineNetworkSettings(context: CliContext): Promise<readonly Finding[]> {
  const { network } = (await context.app()).services;
  try {
    const faults = await network.examine();
    return [{ check: 'network', ok: faults.length === 0, detail: faults.join(' ') || (await describeWay(network)) }];
  } catch (error) {
    // A store that cannot be read is `database`'s finding.
    if (!(error instanceof AppError) || !error.code.startsWith('storage.')) throw error;
    return [];
  }
}

type Network = Awaited<ReturnType<CliContext['app']>>['services']['network'];

async function describeWay(network: Network): Promise<string> {
  const { proxy, systemProxy, authorities } = await network.get();
  const words = {
    system: `the system's proxy (${systemProxy ?? 'none'})`,
    none: 'no proxy',
    manual: proxy.origin ?? '',
  };
  const own = authorities.length === 1 ? '1 certificate' : `${authorities.length} certificates`;
  const trusted = authorities.length === 0 ? '' : ` and ${own} of your own`;
  const [first] = authorities.map(({ expiresAtMs }) => expiresAtMs).toSorted((a, b) => a - b);
  const until = first === undefined ? '' : `, the first until ${formatMinute(first)} UTC`;
  return `goes through ${words[proxy.mode]}; trusts the authorities of the system${trusted}${until}`;
}
