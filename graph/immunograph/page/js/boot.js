// The only script that stands in the page as it is: it unpacks the other and lets it run, if the content security
// policy knows its hash.

import { unpackText } from "./unpack.js";
import { byId } from "./words.js";

/** Run what the page carries. */
async function boot() {
  const script = document.createElement("script");
  script.textContent = await unpackText(byId("script").textContent);
  document.head.append(script);
}

boot().catch((error) => {
  byId("details").textContent = `The page cannot open here: ${error.message}. A browser of 2023 or newer is needed.`;
  throw error;
});
