/** Heights of the rows of tables, px, by the density that the analyst has set. */
export const rowHeights = { compact: 28, comfortable: 36 } as const;
