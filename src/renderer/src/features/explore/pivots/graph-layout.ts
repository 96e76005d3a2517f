/** A neighbour of the indicator. */
export interface GraphNeighbour {
  readonly id: number;
  /** Hostile text. */
  readonly value: string;
}

/** Neighbours that are there for the same reason. */
export interface GraphGroup {
  readonly key: string;
  readonly neighbours: readonly GraphNeighbour[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A reason, drawn between the indicator and its neighbours. */
export interface GraphHub extends Point {
  readonly key: string;
  /** Places in {@link GraphLayout.leaves}: its own, which stand behind it, and those that another hub led to first. */
  readonly leaves: readonly number[];
}

/** A neighbour, drawn once however many reasons lead to it. */
export interface GraphLeaf extends Point, GraphNeighbour {
  readonly hubs: readonly number[];
}

/** Where everything stands, px. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly centre: Point;
  readonly hubs: readonly GraphHub[];
  readonly leaves: readonly GraphLeaf[];
}

const tallest = 340;
/** Room for half a hub, and for half a leaf, at the edge. */
const margin = 16;
/** Share of a hub's sector that its leaves spread over. */
const spread = 0.84;

/**
 * Places an indicator in the middle, reasons around it and neighbours outside of them. The same groups always give the same
 * picture: nothing is left to chance or to time, and nothing moves.
 *
 * @param width px that there are.
 */
export function layOutGraph(groups: readonly GraphGroup[], width: number): GraphLayout {
  const height = Math.min(width, tallest);
  const centre = { x: width / 2, y: height / 2 };
  const outer = { x: width / 2 - margin, y: height / 2 - margin };
  const sector = (2 * Math.PI) / Math.max(1, groups.length);
  const at = (angle: number, share: number): Point => ({
    x: Math.round(centre.x + Math.sin(angle) * outer.x * share),
    y: Math.round(centre.y - Math.cos(angle) * outer.y * share),
  });
  const owned = assignLeaves(groups);
  const leaves = owned.flatMap((neighbours, hub) =>
    neighbours.map((neighbour, nth): GraphLeaf => {
      // From -0.5 to 0.5 of the sector, one alone in its middle.
      const offset = (nth + 0.5) / neighbours.length - 0.5;
      const hubs = groups.flatMap(({ neighbours: others }, other) =>
        others.some(({ id }) => id === neighbour.id) ? [other] : [],
      );
      return { ...neighbour, ...at(sector * (hub + offset * spread), 1), hubs };
    }),
  );
  return {
    width,
    height,
    centre,
    hubs: groups.map(({ key }, hub) => ({
      key,
      ...at(sector * hub, 0.56),
      leaves: leaves.flatMap((leaf, nth) => (leaf.hubs.includes(hub) ? [nth] : [])),
    })),
    leaves,
  };
}

/** Each neighbour with the first group that has it. */
function assignLeaves(groups: readonly GraphGroup[]): readonly (readonly GraphNeighbour[])[] {
  const placed = new Set<number>();
  return groups.map(({ neighbours }) =>
    neighbours.filter(({ id }) => {
      if (placed.has(id)) return false;
      placed.add(id);
      return true;
    }),
  );
}
