// The doors on a drawing of my grids: a dot for a place, its number of doors in it; below, the same as a list.
import { useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { List } from "../contract.ts";
import type { Shown } from "../list.ts";
import { drawn, liesIn } from "../map.ts";
import { Alert } from "../parts.tsx";
import { t } from "../words.ts";

const REST = "rest";

interface Props {
  list: List;
  tasks: Shown[];
  doors: (tasks: Shown[]) => ComponentChildren;
}

export function Ground({ list, tasks, doors }: Props) {
  const [chosen, setChosen] = useState("");
  const picture = drawn(list.grids, tasks);
  if (!picture) return <Alert tone="yellow">{t("No outline of your grids is known. By building, the doors are in order all the same.")}</Alert>;
  const choose = (key: string) => setChosen(chosen === key ? "" : key);
  const spot = picture.spots.find((one) => one.key === chosen);
  const grid = list.grids.find((one) => one.area === chosen);
  const rest = picture.nowhere.filter((task) => !list.grids.some((one) => liesIn(task, one)));
  return (
    <>
      <svg class="gm-map" viewBox={`0 0 360 ${picture.height}`} aria-hidden="true">
        {picture.grids.map((one) => <path key={one.area} class={`gm-map-grid${one.area === chosen ? " is-chosen" : ""}`} d={one.path} onClick={() => one.without && choose(one.area)} />)}
        {picture.grids.map((one) => <text key={one.area} class="gm-map-name" x={one.x} y={one.y}>{one.name}{one.without > 0 && ` · ${one.without}`}</text>)}
        {picture.spots.map((one) => (
          <g key={one.key} class={`gm-map-spot${one.key === chosen ? " is-chosen" : ""}`} onClick={() => choose(one.key)}>
            <circle class="gm-map-reach" cx={one.x} cy={one.y} r="22" /><circle cx={one.x} cy={one.y} r="12" /><text x={one.x} y={one.y}>{one.tasks.length}</text>
          </g>
        ))}
      </svg>
      <div class="gm-map-list" role="group" aria-label={t("Places")}>
        {picture.spots.map((one) => <button key={one.key} type="button" aria-pressed={one.key === chosen} onClick={() => choose(one.key)}>{one.name} <small>{one.tasks.length}</small></button>)}
        {picture.grids.filter((one) => one.without > 0).map((one) => <button key={one.area} type="button" aria-pressed={one.area === chosen} onClick={() => choose(one.area)}>{t("{}: place not known", one.name)} <small>{one.without}</small></button>)}
        {rest.length > 0 && <button type="button" aria-pressed={chosen === REST} onClick={() => choose(REST)}>{t("Grid not known")} <small>{rest.length}</small></button>}
      </div>
      <p class="gm-help">{t("A dot is the estate, village group or road as the address library has it, not the door itself.")}</p>
      {spot && doors(spot.tasks)}
      {grid && doors(picture.nowhere.filter((task) => liesIn(task, grid)))}
      {chosen === REST && doors(rest)}
    </>
  );
}
