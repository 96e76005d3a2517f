import type { ReactElement } from 'react';
import { type QueryToken, scanQuery } from './query-scan.ts';

interface Piece {
  readonly key: string;
  readonly text: string;
  readonly className: string;
}

function piecesOf(token: QueryToken): readonly Piece[] {
  if (token.kind !== 'term') return [{ key: `${token.start}`, text: token.text, className: `q-${token.kind}` }];
  const field = /^-?[a-z_]+:/.exec(token.text)?.[0] ?? '';
  const rest = token.text.slice(field.length);
  return [
    { key: `${token.start}f`, text: field, className: token.text.startsWith('-') ? 'q-field q-minus' : 'q-field' },
    { key: `${token.start}v`, text: rest, className: field === '' && !rest.startsWith('-') ? 'q-word' : 'q-value' },
  ];
}

const holds = (token: QueryToken, column: number | undefined): boolean =>
  column !== undefined && column - 1 >= token.start && column - 1 < token.start + token.text.length;

/**
 * The typed text drawn again behind the transparent input, letter on letter: fields and operators in colour, the term
 * at the error's column underlined.
 */
export function QueryBackdrop(props: {
  readonly text: string;
  /** 1-based. */
  readonly errorColumn: number | undefined;
  readonly scrollLeft: number;
}): ReactElement {
  const tokens = scanQuery(props.text);
  const isPastEnd = props.errorColumn !== undefined && !tokens.some((token) => holds(token, props.errorColumn));
  return (
    <div className="query-backdrop" aria-hidden="true">
      <span style={{ transform: `translateX(${-props.scrollLeft}px)` }}>
        {tokens.map((token) => (
          <span key={token.start} className={holds(token, props.errorColumn) ? 'q-wrong' : undefined}>
            {piecesOf(token).map((piece) => (
              <span key={piece.key} className={piece.className}>
                {piece.text}
              </span>
            ))}
          </span>
        ))}
        {isPastEnd ? <span className="q-wrong"> </span> : null}
      </span>
    </div>
  );
}
