import type { Connection } from '#shared/model/connection.ts';
import type { VendorCard, VendorDetail } from '#shared/model/vendor-detail.ts';

const text = (name: string, value: string) => ({ kind: 'text' as const, name, text: value });

function estate(nowMs: number): VendorDetail {
  const process = (at: number, commandLine: string) => ({
    id: `pid:0c3a9d8f5e5b4b7f9d1d6b1d0a4e2f6${at}:4400${at}`,
    fileName: '\\Device\\HarddiskVolume2\\ProgramData\\syncagent.exe',
    commandLine,
    startedAtMs: nowMs - at * 7_200_000,
    stoppedAtMs: at === 1 ? null : nowMs - at * 7_100_000,
  });
  return {
    sections: [],
    estate: {
      hostCount: 14,
      isAtLeast: false,
      hosts: [
        {
          name: '0c3a9d8f5e5b4b7f9d1d6b1d0a4e2f61',
          processes: [
            process(1, 'C:\\ProgramData\\syncagent.exe --silent --beacon 198.51.100.77:443'),
            process(2, 'C:\\Users\\Public\\update.exe'),
          ],
        },
        { name: '9f1e2d3c4b5a69788796a5b4c3d2e1f0', processes: [] },
        { name: '77aa61b0cc1f4cf2a6e4a4d07d8aef10', processes: null },
      ],
      remarks: ['Processes were asked for on the first 2 hosts only.'],
    },
  };
}

const report: VendorDetail = {
  sections: [
    {
      title: null,
      fields: [
        text('Engines', '12 of 94 flag it'),
        text('Threat score', '80'),
        text('Verdict', 'VERDICT_MALICIOUS'),
        { kind: 'list', name: 'Tags', items: ['phishing', 'newly-created'] },
      ],
      table: null,
    },
    {
      title: 'Engines that flag it',
      fields: [],
      table: {
        columns: ['Engine', 'Verdict', 'Result'],
        rows: [
          ['Alpha', 'malicious', 'phishing site'],
          ['Beta Labs', 'malicious', 'malware site'],
          ['Gamma', 'suspicious', 'unrated'],
        ],
      },
    },
  ],
  estate: null,
};

/** What the connections said about an indicator: answered, unknown there, never asked. */
export function makeVendorCards(connections: readonly Connection[], id: number, nowMs: number): VendorCard[] {
  const card = (vendor: string, rest: Pick<VendorCard, 'inquiry' | 'title' | 'fetchedAtMs' | 'detail'>): VendorCard[] =>
    connections
      .filter((connection) => connection.vendor === vendor)
      .map((connection) => ({ connectionId: connection.id, connection: connection.name, vendor, ...rest }));
  const isAsked = id % 2 === 1;
  const at = (minutes: number): number | null => (isAsked ? nowMs - minutes * 60_000 : null);
  return [
    ...card('crowdstrike', {
      inquiry: 'estate',
      title: 'Hosts and processes',
      fetchedAtMs: at(18),
      detail: isAsked ? estate(nowMs) : null,
    }),
    ...card('datadog', { inquiry: 'indicator', title: 'IoC explorer', fetchedAtMs: at(200), detail: null }),
    ...card('virustotal', {
      inquiry: 'object',
      title: 'Object report',
      fetchedAtMs: at(3_000),
      detail: isAsked ? report : null,
    }),
  ];
}
