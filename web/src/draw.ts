// The map that zones are drawn on: grids without tiles, corners by mouse, finger or keys. Without a script the form
// stays usable: GeoJSON, grids to tick, doors by name.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode } from "terra-draw";
import { TerraDrawLeafletAdapter } from "terra-draw-leaflet-adapter";
import "./styles/draw.css";

type Outline = { type: string; coordinates: unknown };
type Feature = { type: "Feature"; properties: Record<string, unknown>; geometry: Outline };
const INK = "#b42a24";
const LINE = { color: "#586472", weight: 1, fillColor: "#8a97a5", fillOpacity: 0.08 };
const TICKED = { color: INK, weight: 2, fillColor: INK, fillOpacity: 0.25 };

function start(box: HTMLElement): void {
  const text = document.querySelector<HTMLTextAreaElement>("#polygon");
  const hint = document.querySelector<HTMLElement>("#draw-hint");
  if (!text) return;
  const map = L.map(box, { zoomSnap: 0.25, attributionControl: false, doubleClickZoom: false });
  map.setView([23.1, 114.4], 9);
  const draw = new TerraDraw({
    adapter: new TerraDrawLeafletAdapter({ lib: L, map }),
    modes: [
      new TerraDrawPolygonMode({ styles: { fillColor: INK, outlineColor: INK, outlineWidth: 2 } }),
      new TerraDrawSelectMode({
        flags: {
          polygon: { feature: { coordinates: { midpoints: true, draggable: true, deletable: true } } },
        },
        styles: { selectedPolygonColor: INK, selectedPolygonOutlineColor: INK },
      }),
    ],
  });

  const kind = (): string =>
    document.querySelector<HTMLInputElement>("input[name=kind]:checked")?.value ?? "polygon";
  const polygons = (): Outline[] =>
    draw
      .getSnapshot()
      .filter((one) => one.geometry.type === "Polygon" && one.properties["mode"] === "polygon")
      .map((one) => one.geometry as Outline);
  const told = (): void => {
    const found = polygons();
    const geometry =
      found.length === 1
        ? found[0]
        : { type: "MultiPolygon", coordinates: found.map((one) => one.coordinates) };
    text.value = found.length ? JSON.stringify(geometry) : "";
    box.dataset["drawn"] = String(found.length);
  };
  const follow = (): void => {
    if (!draw.enabled) draw.start();
    draw.setMode(kind() === "polygon" ? "polygon" : "static");
    if (hint) hint.textContent = kind() === "polygon" ? (box.dataset["wordsFinish"] ?? "") : "";
    map.invalidateSize();
  };

  draw.start();
  draw.on("finish", (id, context) => {
    told();
    if (context.action === "draw") {
      draw.setMode("select");
      draw.selectFeature(id);
    }
  });
  document.addEventListener("change", (event) => {
    const at = event.target as HTMLInputElement;
    if (at.name === "kind") follow();
  });
  const corners = byKeys(box, map, () => kind() === "polygon", (ring) => {
    draw.addFeatures([{ type: "Feature", geometry: { type: "Polygon", coordinates: [ring] }, properties: { mode: "polygon" } }]);
    told();
  });
  document.querySelector("[data-draw=again]")?.addEventListener("click", () => {
    corners.clear();
    draw.clear();
    told();
    draw.setMode("polygon");
  });
  const now = document.querySelector("#shape-now");
  const shown = now ? L.geoJSON(JSON.parse(now.textContent ?? "null"), { interactive: false, style: { color: INK, dashArray: "6 6", fill: false } }) : null;
  shown?.addTo(map);
  // What was sent and refused is drawn again.
  if (text.value) {
    try {
      L.geoJSON(JSON.parse(text.value), { interactive: false, style: { color: INK, weight: 2 } }).addTo(map);
    } catch {
      // The server says what is wrong with it.
    }
  }
  void grids(box, map, shown).then(follow);
}

// Corners without a pointer: arrows move the map under the cross in its middle, Enter sets a corner there, Backspace
// takes the last one back, C closes. The buttons do the same.
function byKeys(box: HTMLElement, map: L.Map, on: () => boolean, closed: (ring: number[][]) => void): { clear: () => void } {
  const line = L.polyline([], { color: INK, dashArray: "4 4", interactive: false }).addTo(map);
  const said = document.querySelector<HTMLElement>("#draw-corners");
  const points = (): L.LatLng[] => line.getLatLngs() as L.LatLng[];
  const put = (found: L.LatLng[]): void => {
    line.setLatLngs(found);
    if (said) said.textContent = found.length ? (box.dataset["wordsCorners"] ?? "").replace("{}", String(found.length)) : "";
  };
  const acts: Record<string, () => void> = {
    corner: () => put([...points(), map.getCenter()]),
    undo: () => put(points().slice(0, -1)),
    close: () => {
      const found = points().map((at) => [Number(at.lng.toFixed(6)), Number(at.lat.toFixed(6))]);
      if (found.length < 3) return;
      put([]);
      closed([...found, found[0]!]);
    },
  };
  const keys: Record<string, string> = { Enter: "corner", Backspace: "undo", c: "close", C: "close" };
  box.addEventListener("keydown", (event) => {
    const act = acts[keys[event.key] ?? ""];
    if (!act || !on()) return;
    event.preventDefault();
    act();
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-draw]")) {
    button.addEventListener("click", () => acts[button.dataset["draw"] ?? ""]?.());
  }
  return { clear: () => put([]) };
}

// The grids of the unit; in the mode of whole grids a tap ticks one.
async function grids(box: HTMLElement, map: L.Map, shown: L.GeoJSON | null): Promise<void> {
  const answer = await fetch(box.dataset["ground"] ?? "", { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) return;
  const boxOf = (area: string): HTMLInputElement | null =>
    document.querySelector<HTMLInputElement>(`input[name=grid][value="${CSS.escape(area)}"]`);
  const layer = L.geoJSON(await answer.json(), {
    style: LINE,
    onEachFeature: (feature, one) => {
      const { area, name } = (feature as Feature).properties as { area: string; name: string };
      const path = one as L.Path;
      const tick = boxOf(area);
      path.bindTooltip(name, { sticky: true });
      if (!tick) return;
      const paint = (): void => void path.setStyle(tick.checked ? TICKED : LINE);
      tick.addEventListener("change", paint);
      path.on("click", () => {
        if (document.querySelector<HTMLInputElement>("input[name=kind]:checked")?.value !== "grids") return;
        tick.checked = !tick.checked;
        paint();
      });
      paint();
    },
  }).addTo(map);
  const bounds = shown?.getBounds() ?? layer.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [12, 12], animate: false });
  box.dataset["ready"] = "yes";
}

const box = document.querySelector<HTMLElement>("#draw");
if (box) start(box);
