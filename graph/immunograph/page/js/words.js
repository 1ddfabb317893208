// Small makers of elements. Text is always set as text, so no name or definition can become markup.

/** @param {string} tag @param {Record<string, any>} [properties] @param {...(Node | string)} children */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("aria-") || key === "role" || key === "lang") element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/** A link that leaves the page, or plain text where the address is not one of the web. @param {string} text @param {string} address */
function leaving(text, address) {
  const safe = /^https?:\/\//i.test(address || "");
  return safe ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text) : document.createTextNode(text);
}

/** @param {number} count @param {string} one @param {string} many */
function counted(count, one, many) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
