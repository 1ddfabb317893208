"use strict";
// The form works without this script; with it, the answer appears as a table below the question.
const form = document.getElementById("ask"), query = document.getElementById("query");
const said = document.getElementById("said"), answer = document.getElementById("answer");
const OURS = "https://w3id.org/immunograph/";

document.getElementById("saved").addEventListener("change", (event) => {
  if (event.target.value) query.value = event.target.value;
});

function cell(term) {
  const node = document.createElement("td");
  if (!term) return node;
  if (term.type !== "uri" || !/^https?:/.test(term.value)) { node.textContent = term.value; return node; }
  const link = document.createElement("a");
  const ours = term.value.startsWith(OURS);
  link.href = ours ? term.value.slice(OURS.length) : term.value;
  link.rel = "noreferrer";
  link.textContent = ours ? term.value.slice(OURS.length) : term.value;
  node.append(link);
  return node;
}

function table(result) {
  const drawn = document.createElement("table"), head = drawn.createTHead().insertRow();
  for (const name of result.head.vars) {
    const heading = document.createElement("th");
    heading.scope = "col";
    heading.textContent = name;
    head.append(heading);
  }
  const body = drawn.createTBody();
  for (const row of result.results.bindings) body.insertRow().append(...result.head.vars.map((name) => cell(row[name])));
  return drawn;
}

function text(value) {
  const node = document.createElement("pre");
  node.textContent = value;
  return node;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  said.textContent = "asking ...";
  answer.replaceChildren();
  try {
    const reply = await fetch("sparql", {
      method: "POST",
      body: new URLSearchParams({ query: query.value }),
      headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9" },
    });
    const type = reply.headers.get("content-type") || "";
    if (!reply.ok) {
      const problem = type.includes("json") ? (await reply.json()).detail : reply.statusText;
      said.textContent = problem;
    } else if (type.includes("sparql-results+json")) {
      const result = await reply.json();
      if ("boolean" in result) said.textContent = result.boolean ? "yes" : "no";
      else {
        const count = result.results.bindings.length;
        said.textContent = `${count} ${count === 1 ? "row" : "rows"}`;
        answer.append(table(result));
      }
    } else {
      answer.append(text(await reply.text()));
      said.textContent = "triples";
    }
  } catch (error) {
    said.textContent = `no answer (${error.message}); try again`;
  }
});
