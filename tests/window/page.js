// What the tests need within the page: finding elements by role and name, and knowing when the page is at rest. It is run once in
// every page that a test opens.
if (!window.__testing) {
  const complaints = [];
  addEventListener("error", (event) => complaints.push(`error: ${event.message || event.target?.src || event.target?.href}`), true);
  addEventListener("unhandledrejection", (event) => complaints.push(`not caught: ${event.reason?.message ?? JSON.stringify(event.reason)}`));
  addEventListener("securitypolicyviolation", (event) =>
    complaints.push(`content policy: ${event.violatedDirective} keeps out ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`),
  );
  for (const level of ["error", "warn"]) {
    const said = console[level].bind(console);
    console[level] = (...words) => {
      complaints.push(`console ${level}: ${words.map(String).join(" ")}`);
      said(...words);
    };
  }

  const implicit = {
    A: (element) => (element.hasAttribute("href") ? "link" : ""),
    ASIDE: () => "complementary",
    BUTTON: () => "button",
    DIALOG: () => "dialog",
    FORM: () => "form",
    H1: () => "heading",
    H2: () => "heading",
    H3: () => "heading",
    H4: () => "heading",
    IMG: () => "img",
    LI: () => "listitem",
    MAIN: () => "main",
    NAV: () => "navigation",
    OL: () => "list",
    OPTION: () => "option",
    PROGRESS: () => "progressbar",
    SELECT: () => "combobox",
    SUMMARY: () => "button",
    TABLE: () => "table",
    TD: () => "cell",
    TEXTAREA: () => "textbox",
    TH: (element) => (element.scope === "row" ? "rowheader" : "columnheader"),
    TR: () => "row",
    UL: () => "list",
    INPUT: (element) =>
      ({ button: "button", checkbox: "checkbox", number: "spinbutton", radio: "radio", range: "slider", search: "searchbox", submit: "button" })[
        element.type
      ] ?? "textbox",
  };

  const roleOf = (element) => element.getAttribute("role") ?? implicit[element.tagName]?.(element) ?? "";
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true], [inert]");
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  /** The words of an element and what lies in it, without what is hidden from assistive technology. */
  const words = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true" || node.hidden) return "";
    const label = node.getAttribute("aria-label") ?? (node.tagName === "IMG" ? node.alt : null);
    return label ?? [...node.childNodes].map(words).join(node.tagName === "SPAN" ? "" : " ");
  };

  const nameOf = (element) => {
    const by = element.getAttribute("aria-labelledby");
    if (by) return plain(by.split(/\s+/).map((id) => words(document.getElementById(id) ?? document.createTextNode(""))).join(" "));
    const label = element.getAttribute("aria-label");
    if (label) return plain(label);
    if (element.labels?.length) return plain([...element.labels].map(words).join(" "));
    if (element.tagName === "TABLE" && element.caption) return plain(words(element.caption));
    return plain(words(element)) || plain(element.getAttribute("title") ?? element.getAttribute("placeholder") ?? "");
  };

  const every = () => [...document.querySelectorAll("*")].filter((element) => roleOf(element) && shown(element));

  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  const settle = async () => {
    const quiet = 150;
    let last = performance.now();
    const seen = new MutationObserver(() => (last = performance.now()));
    seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    const begin = performance.now();
    while (performance.now() - last < quiet && performance.now() - begin < 5000) {
      await new Promise((done) => setTimeout(done, 25));
    }
    seen.disconnect();
    await document.fonts.ready;
    await drawn();
  };

  window.__testing = {
    complaints,
    settle,
    find: (role, name) => every().filter((element) => roleOf(element) === role && nameOf(element) === name),
    fields: (label) =>
      [...document.querySelectorAll("input, textarea, select")].filter((element) => shown(element) && nameOf(element) === label),
    focus: () => {
      const element = document.activeElement;
      return element && element !== document.body ? `${roleOf(element) || element.tagName.toLowerCase()} "${nameOf(element)}"` : "";
    },
    ask: (command, ask) =>
      window.__TAURI_INTERNALS__.invoke("call", { command, ask }).catch((problem) => ({ problem })),
    axe: async () => {
      const { violations } = await window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      });
      return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
    },
  };
}
