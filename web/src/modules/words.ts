// The few words scripts say, written into the page by the server in the page's language.
export function word(key: string): string {
  return document.querySelector(`#gm-words > [data-word="${key}"]`)?.textContent ?? "";
}
