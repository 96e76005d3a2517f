import { type ReactElement, type ReactNode, useState } from 'react';
import type { ProseBlock, ProseRun } from '#shared/text/prose/prose.ts';
import { readProse } from '#shared/text/prose/read-prose.ts';
import { HostileText } from './HostileText.tsx';
import { shorten } from './shorten-prose.ts';
import './prose.css';

/** The same as {@link ProseBlocks}, however long it is. */
export function WholeProse({ text }: { readonly text: string }): ReactElement {
  return <div className="prose">{showAll(readProse(text))}</div>;
}

/** Formatted text below headings of the screen's second level: links are text, everything hidden is marked. */
export function ProseBlocks({ text }: { readonly text: string }): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const blocks = readProse(text);
  const short = shorten(blocks);
  const isLong = short.length < blocks.length;
  return (
    <div className="prose">
      {showAll(isOpen ? blocks : short)}
      {isLong ? (
        <button type="button" className="hostile-more" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'show less' : 'show all'}
        </button>
      ) : null}
    </div>
  );
}

/** The tree of a text never changes, so the place of a block is its key. */
function showAll(blocks: readonly ProseBlock[]): readonly ReactNode[] {
  return blocks.map(showBlock);
}

function showBlock(block: ProseBlock, key: number): ReactElement {
  switch (block.kind) {
    case 'paragraph':
      return <p key={key}>{block.runs.map(showRun)}</p>;
    case 'heading': {
      const Heading = block.rank === 1 ? 'h3' : block.rank === 2 ? 'h4' : block.rank === 3 ? 'h5' : 'h6';
      return <Heading key={key}>{block.runs.map(showRun)}</Heading>;
    }
    case 'list': {
      const items = block.items.map((item, index) => <li key={`item ${String(index)}`}>{showAll(item)}</li>);
      return block.start === null ? (
        <ul key={key}>{items}</ul>
      ) : (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      );
    }
    case 'quote':
      return <blockquote key={key}>{showAll(block.blocks)}</blockquote>;
    case 'code':
      return (
        <pre key={key}>
          <HostileText text={block.text} multiline mono />
        </pre>
      );
    case 'rule':
      return <hr key={key} />;
  }
}

function showRun(run: ProseRun, key: number): ReactElement {
  const text = <HostileText key={key} text={run.text} multiline mono={run.look === 'code'} />;
  switch (run.look) {
    case 'plain':
      return text;
    case 'code':
      return <code key={key}>{text}</code>;
    case 'emphasis':
      return <em key={key}>{text}</em>;
    case 'strong':
      return <strong key={key}>{text}</strong>;
    case 'both':
      return (
        <strong key={key}>
          <em>{text}</em>
        </strong>
      );
  }
}
