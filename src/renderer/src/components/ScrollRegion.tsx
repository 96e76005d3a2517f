import type { ReactElement, ReactNode, Ref } from 'react';

/** A named region that scrolls; it takes the focus, so that it can be scrolled by keyboard too. */
export function ScrollRegion(props: {
  readonly label: string;
  readonly className?: string;
  readonly boxRef?: Ref<HTMLElement>;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section
      className={`scroll ${props.className ?? ''}`}
      aria-label={props.label}
      ref={props.boxRef}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
    >
      {props.children}
    </section>
  );
}
