// My grids as a drawing: no tiles, no signal, no position of the phone. Doors stand where the address library has them.
import type { Degrees, Grid } from "./contract.ts";
import type { Shown } from "./list.ts";

const WIDTH = 360; // units of the drawing
const MARGIN = 14;
const SHRINK = 0.92; // at 23° north a degree of longitude is 0.92 of one of latitude
const HIGHEST = 480;

export interface Spot {
  key: string;
  name: string;
  x: number;
  y: number;
  tasks: Shown[];
}

export interface Drawing {
  height: number;
  grids: { area: string; name: string; path: string; x: number; y: number; without: number }[];
  spots: Spot[];
  nowhere: Shown[]; // no position is known of these
}

/** The outlines and the doors in one picture; null where the ground has no outline. */
export function drawn(grids: Grid[], tasks: Shown[]): Drawing | null {
  const corners = grids.flatMap((grid) => grid.rings.flat());
  const [first] = corners;
  if (!first) return null;
  const known = tasks.flatMap((task) => (task.at ? [task.at] : []));
  const all = [...corners, ...known];
  const west = Math.min(...all.map(([x]) => x));
  const south = Math.min(...all.map(([, y]) => y));
  const wide = Math.max((Math.max(...all.map(([x]) => x)) - west) * SHRINK, 1e-5);
  const high = Math.max(Math.max(...all.map(([, y]) => y)) - south, 1e-5);
  const scale = Math.min((WIDTH - 2 * MARGIN) / wide, (HIGHEST - 2 * MARGIN) / high);
  const left = (WIDTH - wide * scale) / 2;
  const height = Math.round(high * scale + 2 * MARGIN);
  const at = ([x, y]: Degrees): [number, number] => [
    Math.round(left + (x - west) * SHRINK * scale),
    Math.round(height - MARGIN - (y - south) * scale),
  ];
  const nowhere = tasks.filter((task) => !task.at);
  return {
    height,
    grids: grids.map((grid) => {
      const path = grid.rings.map((ring) => `M${ring.map((corner) => at(corner).join(",")).join("L")}Z`).join("");
      const [x, y] = middle(grid.rings[0]!.map(at));
      return { area: grid.area, name: grid.name, path, x, y, without: nowhere.filter((task) => liesIn(task, grid)).length };
    }),
    spots: spotsOf(tasks, at),
    nowhere,
  };
}

function spotsOf(tasks: Shown[], at: (where: Degrees) => [number, number]): Spot[] {
  const spots = new Map<string, Spot>();
  for (const task of tasks) {
    if (!task.at) continue;
    const key = task.at.join();
    const [x, y] = at(task.at);
    const spot = spots.get(key) ?? { key, name: task.near, x, y, tasks: [] };
    spot.tasks.push(task);
    spots.set(key, spot);
  }
  return [...spots.values()];
}

export function liesIn(task: Shown, grid: Grid): boolean {
  return task.area.slice(0, 15) === grid.area.slice(0, 15);
}

function middle(corners: [number, number][]): [number, number] {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

/** A link that the phone's own map opens: the address as far as the building, near the position where one is known.
 *
 * What comes after the building stays here, and so does every name. */
export function wayTo(task: Shown, apple: boolean): string {
  const begins = task.building ? task.address.indexOf(task.building) : -1;
  const text = encodeURIComponent(begins < 0 ? task.address : task.address.slice(0, begins + task.building.length));
  const [x, y] = task.at ?? [0, 0];
  if (apple) return task.at ? `maps:?q=${text}&sll=${y},${x}` : `maps:?q=${text}`;
  return `geo:${y},${x}?q=${text}`;
}
