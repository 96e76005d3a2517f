import { formatStream, readStream } from '../network-streams.ts';
import { type Detector, valid } from './found.ts';

const part = /[^\s,;"'<>(){}|]/;
const maxEnd = 300;

/** Network streams, `10.0.0.1:1034->198.51.100.3:443`: what stands around an arrow, blanks beside it allowed. */
export const detectStreams: Detector = ({ view, claims, add }) => {
  const { text } = view;
  let done = 0;
  for (let arrow = text.indexOf('->'); arrow >= 0; arrow = text.indexOf('->', arrow + 2)) {
    let start = text[arrow - 1] === ' ' ? arrow - 1 : arrow;
    let end = text[arrow + 2] === ' ' ? arrow + 3 : arrow + 2;
    while (start > done && arrow - start <= maxEnd && part.test(text.charAt(start - 1))) start -= 1;
    while (end - arrow <= maxEnd && part.test(text.charAt(end))) end += 1;
    while (end > arrow && '.:'.includes(text.charAt(end - 1))) end -= 1;
    const spelled = text.slice(start, end);
    const stream = /[.:][^-]*->.*[.:]/.test(spelled) ? readStream(spelled) : undefined;
    if (stream === undefined || !claims.isFree(start, end)) continue;
    // Two bare names may be anything; an address or a port on both sides makes it a stream.
    if ([stream.source, stream.target].some((side) => side.type === 'domain' && side.port === null)) continue;
    add({ start, end, reading: valid('network_stream', formatStream(stream)) });
    done = end;
  }
};
