/** The states of a connection as a drawing, made from the table of transitions of `@rfc6455/connection`. */
import { type ConnectionEvent, type ConnectionState, TRANSITIONS } from '@rfc6455/connection';

/** A state, and the middle of its box. */
export interface StateNode {
  readonly state: ConnectionState;
  readonly x: number;
  readonly y: number;
}

/** All the events that lead from one state to another. */
export interface StateEdge {
  readonly from: ConnectionState;
  readonly to: ConnectionState;
  readonly events: readonly ConnectionEvent[];
  /** The line, as the `d` of an SVG path. */
  readonly path: string;
  /** The middle of the text, an event a line, and whether it begins or ends there. */
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' };
}

/** A drawing, in pixels. */
export interface StateDiagram {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly StateNode[];
  readonly edges: readonly StateEdge[];
}

export const BOX = { width: 96, height: 32 } as const;
/** The height of a line of text. */
export const LINE = 15;

const MIDDLE = 160;
const WIDTH = 336;
const GAP = 104;
const TOP = 50;
const BOTTOM = 20;
/** How far to the left the first arrow goes that passes a state by: its label has room. The next ones stay inside. */
const DETOUR = 104;
const INSIDE = 30;

/**
 * Draws the table: the states from top to bottom in its order, with an arrow for each two that an event connects.
 *
 * @param table which event leads from which state to which
 */
export function drawStates(table: typeof TRANSITIONS = TRANSITIONS): StateDiagram {
  const states = Object.keys(table) as ConnectionState[];
  const nodes = states.map((state, i) => ({ state, x: MIDDLE, y: TOP + i * GAP }));
  const edges: StateEdge[] = [];
  let passing = 0;
  for (const from of nodes) {
    for (const to of nodes) {
      const row = Object.entries(table[from.state]) as [ConnectionEvent, ConnectionState][];
      const events = row.filter(([, next]) => next === to.state).map(([event]) => event);
      if (events.length === 0) continue;
      const steps = nodes.indexOf(to) - nodes.indexOf(from);
      const shape =
        steps === 0 ? loop(from) : steps === 1 ? down(from, to) : detour(from, to, events.length, passing++);
      edges.push({ from: from.state, to: to.state, events, ...shape });
    }
  }
  return { width: WIDTH, height: TOP + (nodes.length - 1) * GAP + BOTTOM, nodes, edges };
}

type Shape = Pick<StateEdge, 'path' | 'label'>;

function down(from: StateNode, to: StateNode): Shape {
  const start = from.y + BOX.height / 2;
  const end = to.y - BOX.height / 2;
  return {
    path: `M${from.x} ${start}V${end}`,
    label: { x: from.x + 8, y: (start + end) / 2, anchor: 'start' },
  };
}

function loop({ x, y }: StateNode): Shape {
  const side = x + BOX.width / 2;
  return {
    path: `M${side} ${y - 8}C${side + 34} ${y - 26} ${side + 34} ${y + 26} ${side} ${y + 8}`,
    label: { x: side + 30, y, anchor: 'start' },
  };
}

function detour(from: StateNode, to: StateNode, lines: number, before: number): Shape {
  const side = from.x - BOX.width / 2;
  const far = side - DETOUR + INSIDE * before;
  return {
    path: `M${side} ${from.y}H${far + 12}Q${far} ${from.y} ${far} ${from.y + 12}V${to.y - 12}Q${far} ${to.y} ${far + 12} ${to.y}H${side}`,
    label: { x: side - 4, y: from.y - 3 - (lines * LINE) / 2, anchor: 'end' },
  };
}
