// The list as it is shown: what waits in the outbox laid over what the server said last, in two orders.
import type { Kind, Task } from "./contract.ts";

export interface Pending {
  task: number;
  kind: Kind;
  state: string;
}

export interface Shown extends Task {
  unsent: boolean; // a report of it waits to be sent
  here: boolean; // something done on this phone has not arrived
}

export interface Building {
  name: string;
  tasks: Shown[];
}

const natural = new Intl.Collator("zh-Hans-CN", { numeric: true });
const WITH_US = ["open", "claimed", "returned"];

export function overlaid(tasks: Task[], pending: Pending[]): Shown[] {
  return tasks.map((task) => {
    const own = pending.filter((one) => one.task === task.id && (one.state === "waiting" || one.state === "sent"));
    const shown: Shown = { ...task, unsent: own.some((one) => one.kind === "report"), here: own.length > 0 };
    for (const { kind } of own) {
      if (kind === "claim") Object.assign(shown, { status: "claimed", mine: true });
      if (kind === "unclaim") Object.assign(shown, { status: "open", mine: false, claimed_by: "" });
      if (kind === "open_return") shown.return_opened = true;
      if (kind === "offer") shown.status = "offered";
    }
    return shown;
  });
}

export function toDo(tasks: Shown[]): Shown[] {
  return tasks.filter((task) => !task.unsent && WITH_US.includes(task.status));
}

export function returned(tasks: Shown[]): Shown[] {
  return byDue(toDo(tasks).filter((task) => task.status === "returned"));
}

export function byDue(tasks: Shown[]): Shown[] {
  return [...tasks].sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at) || a.id - b.id);
}

/** Building after building, from the lowest floor up: 2栋101 before 2栋1001 before 12栋101. */
export function byBuilding(tasks: Shown[]): Building[] {
  const buildings = new Map<string, Shown[]>();
  for (const task of tasks) buildings.set(task.building, [...(buildings.get(task.building) ?? []), task]);
  return [...buildings]
    .map(([name, of]) => ({ name, tasks: of.sort((a, b) => natural.compare(a.address, b.address) || a.id - b.id) }))
    .sort((a, b) => Number(a.name === "") - Number(b.name === "") || natural.compare(a.name, b.name));
}

/** What is new since the list of before: one number for all that came, one for what came back. */
export function news(before: Task[], now: Task[]): { doors: number; back: number } {
  const known = new Map(before.map((task) => [task.id, task.status]));
  return {
    doors: now.filter((task) => !known.has(task.id) && task.status !== "returned").length,
    back: now.filter((task) => task.status === "returned" && known.get(task.id) !== "returned").length,
  };
}
