// Everything a desk page needs.
import "@tabler/core/dist/css/tabler.min.css";
import "@tabler/core/dist/js/tabler.esm.min.js";
import "htmx.org";
import "./styles/tokens.css";
import "./styles/shell.css";
import "./styles/components.css";
import "./styles/cases.css";
import "./styles/chart.css";
import "./styles/print.css";
import { startAgain } from "./modules/again";
import { startDialogs } from "./modules/dialogs";
import { startDrafts } from "./modules/drafts";
import { startKeyboard } from "./modules/keyboard";
import { startLive } from "./modules/live";
import { startPages } from "./modules/pages";
import { startPreferences } from "./modules/preferences";
import { startUpload } from "./modules/upload";

startPages();
startAgain();
startPreferences();
startDialogs();
startDrafts();
startKeyboard();
startLive();
startUpload();
