// The only script that stands in the page as it is: it unpacks the others and lets them run, if the content security
// policy knows their hashes.

(async () => {
  for (const id of ["engine", "script"]) {
    const script = document.createElement("script");
    script.textContent = await unpackText(document.getElementById(id).textContent);
    document.head.append(script);
  }
})().catch((error) => {
  document.getElementById("details").textContent = `The page cannot open here: ${error.message}. A browser of 2023 or newer is needed.`;
  throw error;
});
