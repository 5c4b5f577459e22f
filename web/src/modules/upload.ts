// The upload zone: drop or choose a file, see its name and size, watch it travel.
import { word } from "./words";

function size(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]}`;
}

function show(zone: HTMLElement): void {
  const input = zone.querySelector<HTMLInputElement>('input[type="file"]');
  const label = zone.querySelector<HTMLElement>("[data-upload-name]");
  if (!input || !label) return;
  const files = [...(input.files ?? [])];
  const limit = Number(zone.dataset["limit"] ?? 0);
  const heavy = limit > 0 && files.some((file) => file.size > limit);
  input.setCustomValidity(heavy ? word("too-big") : "");
  zone.classList.toggle("is-filled", files.length > 0);
  zone.classList.toggle("is-refused", heavy);
  label.textContent = files.map((file) => `${file.name} · ${size(file.size)}`).join("\n") + (heavy ? `\n${word("too-big")}` : "");
}

export function startUpload(): void {
  document.addEventListener("change", (event) => {
    const zone = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-upload]") : null;
    if (zone) show(zone);
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"] as const) {
    document.addEventListener(kind, (event) => {
      const zone = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-upload]") : null;
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("is-over", kind === "dragenter" || kind === "dragover");
      const input = zone.querySelector<HTMLInputElement>('input[type="file"]');
      if (kind !== "drop" || !input || !event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      show(zone);
    });
  }
  document.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total, lengthComputable } = (event as CustomEvent<ProgressEvent>).detail;
    const bar = event.target instanceof Element ? event.target.querySelector<HTMLProgressElement>("[data-upload] progress") : null;
    if (!bar) return;
    bar.hidden = false;
    // All bytes sent: the server is reading, and how long that takes is not known.
    if (lengthComputable && loaded < total) bar.value = loaded / total;
    else bar.removeAttribute("value");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const bar = event.target instanceof Element ? event.target.querySelector<HTMLProgressElement>("[data-upload] progress") : null;
    if (bar) bar.hidden = true;
  });
}
