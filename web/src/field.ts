// A trio's phone: the same tokens and parts, bigger, and less script.
import "htmx.org";
import "./styles/phone.css";
import { startAgain } from "./modules/again";
import { startDialogs } from "./modules/dialogs";
import { startDrafts } from "./modules/drafts";
import { startNotices } from "./modules/notices";
import { startPages } from "./modules/pages";
import { startPreferences } from "./modules/preferences";

startPages();
startAgain();
startPreferences();
startDialogs();
startDrafts();
startNotices();

// When a form is sent, by the phone's own clock: kept beside the time at which it arrives.
document.addEventListener("submit", (event) => {
  if (!(event.target instanceof HTMLFormElement)) return;
  for (const input of event.target.querySelectorAll<HTMLInputElement>("input[data-now]")) input.value = new Date().toISOString();
}, true); // before anybody else reads the form
