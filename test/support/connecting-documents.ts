/** As recording-documents.ts, in a thread that does try a connection: shows that the recording works. */
import net from 'node:net';
import './recording-documents.ts';

try {
  net.connect(9, '127.0.0.1');
} catch {
  // It was refused, and noted.
}
