// Runs before the first paint, so that neither the theme nor the type size flickers.
import { applyPreferences } from "./modules/preferences";

applyPreferences();
