/**
 * The thread that reads documents with every door to the network watched: whoever tries one is told by a message, and refused.
 * The entry of the test that nothing leaves the machine.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import { parentPort } from 'node:worker_threads';
import { runDocuments } from '#main/documents/documents-thread.ts';

const tried: string[] = [];

function refuse(door: string): () => never {
  return () => {
    tried.push(door);
    throw new Error(`${door} was tried.`);
  };
}

net.Socket.prototype.connect = refuse('a connection');
dgram.createSocket = refuse('a datagram socket');
dns.lookup = Object.assign(refuse('a name look-up'), { __promisify__: refuse('a name look-up') });
globalThis.fetch = refuse('a fetch');

if (parentPort !== null) {
  const port = parentPort;
  runDocuments({
    on: (event, listener) => port.on(event, listener),
    close: () => port.close(),
    // What was tried is told as the format and as a note, which the tests read.
    postMessage: (reply) =>
      port.postMessage(
        reply.ok && 'notes' in reply.outcome && tried.length > 0
          ? {
              ...reply,
              outcome: {
                ...reply.outcome,
                format: `tried ${tried.join(', ')}`,
                notes: [...reply.outcome.notes, `tried ${tried.join(', ')}`],
              },
            }
          : reply,
      ),
  });
}
