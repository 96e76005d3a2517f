import { type DragEvent, useState } from 'react';
import type { WindowFile } from '../bridge/send-file.ts';
import './drop.css';

/** Files of what is dropped or pasted; one that a program hands over may have no name. */
export const filesOf = (transfer: DataTransfer | null): readonly WindowFile[] =>
  [...(transfer?.files ?? [])].map((file) => ({ name: file.name === '' ? 'Pasted file' : file.name, content: file }));

/** What an area that takes what is dropped has to listen to. */
export interface DropHandlers {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
}

/**
 * Makes an area take what is dropped on it.
 * @returns handlers for the area, and whether something is held over it: then it shows a veil of class `drop-veil`.
 */
export function useDrop(take: (transfer: DataTransfer) => void): {
  readonly isOver: boolean;
  readonly handlers: DropHandlers;
} {
  const [isOver, setIsOver] = useState(false);
  const handlers: DropHandlers = {
    onDragOver: (event) => {
      event.preventDefault();
      setIsOver(true);
    },
    onDragLeave: (event) => {
      if (event.target === event.currentTarget || event.relatedTarget === null) setIsOver(false);
    },
    onDrop: (event) => {
      event.preventDefault();
      setIsOver(false);
      take(event.dataTransfer);
    },
  };
  return { isOver, handlers };
}
