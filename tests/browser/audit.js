/* What `audit.py` asks a page; put into it before its own scripts. */
(() => {
  // Remembers what listens to presses, so that nothing listens which a keyboard cannot reach.
  const pressed = new Set();
  const add = Element.prototype.addEventListener;
  Element.prototype.addEventListener = function (kind, ...more) {
    if (["click", "dblclick", "mousedown"].includes(kind)) pressed.add(this);
    return add.call(this, kind, ...more);
  };

  const NATIVE = "a[href],button,input,select,textarea,summary";
  const ROLES = ["application", "button", "slider", "link", "tab", "switch"];
  const isSeen = (each) => each.checkVisibility({ visibilityProperty: true });
  const seen = (what) => [...document.querySelectorAll(what)].filter(isSeen);

  const names = new Map();
  const nameOf = (each) => {
    if (each.matches("input[type=radio]")) return `radio ${each.name}`;
    if (!names.has(each)) {
      const words = each.getAttribute("aria-label") ?? each.labels?.[0]?.innerText ?? each.innerText ?? "";
      names.set(each, `${each.localName} ${words.trim().slice(0, 30)} #${names.size}`);
    }
    return names.get(each);
  };

  /** How far to the right something may go that lies in a box. */
  const roomOf = (box) => {
    const told = getComputedStyle(box);
    if (told.display === "contents") return roomOf(box.parentElement);
    if (told.display.startsWith("inline") || told.columnCount !== "auto" || told.columnWidth !== "auto") return Infinity;
    return box.getBoundingClientRect().right - parseFloat(told.paddingRight) - parseFloat(told.borderRightWidth);
  };

  /** Whether running text has no room: hardly more than a word stands in a line. */
  const squeezed = (each) => {
    const own = [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const words = own.map((node) => node.data).join(" ").split(/\s+/).filter(Boolean).length;
    if (words < 6) return false;
    const range = document.createRange();
    const lines = new Set();
    for (const node of own) {
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) lines.add(Math.round(box.top));
    }
    return words < 1.5 * lines.size;
  };

  window.audit = {
    /** What axe finds, by the rules or tags that are named. */
    async axe(kind, values) {
      const found = await axe.run(document, {
        runOnly: { type: kind, values },
        rules: kind === "tag" ? { "target-size": { enabled: true } } : {},
        iframes: false,
        resultTypes: ["violations"],
      });
      const told = (rule, node) => `${rule}: ${node.target.join(" ")}: ${node.failureSummary.split("\n")[1]}`;
      return found.violations.flatMap((each) => each.nodes.map((node) => told(each.id, node)));
    },

    /** Only a pointer can press these. */
    deaf() {
      return [...pressed]
        // A chart is a picture; its numbers stand in a table beside it.
        .filter((each) => each.isConnected && !each.closest("[role=img]"))
        .filter((each) => !each.matches(`${NATIVE},label,form,main.session`))
        .map((each) => `only a pointer can press ${each.localName}.${each.className}`);
    },

    /** One first heading, one main part, names of landmarks, headings in order. */
    outline() {
      const found = [];
      if (seen("h1").length !== 1) found.push(`${seen("h1").length} first headings`);
      if (seen("main").length !== 1) found.push(`${seen("main").length} main parts`);
      for (const each of seen("nav")) if (!each.getAttribute("aria-label")) found.push("a nav without a name");
      if (!document.title.includes("levelhip")) found.push(`title ${document.title}`);
      if (!document.documentElement.lang) found.push("no language");
      for (const each of seen(ROLES.map((role) => `[role=${role}]`).join()))
        if (each.tabIndex < 0) found.push(`${nameOf(each)} cannot have the keyboard`);
      let last = 0;
      for (const each of seen("h1,h2,h3,h4")) {
        const level = Number(each.localName[1]);
        if (level > last + 1) found.push(`heading ${each.innerText} jumps from ${last} to ${level}`);
        last = level;
      }
      return found;
    },

    /** What moves, though less motion is asked for. */
    moving() {
      const runs = document.getAnimations().filter((each) => each.playState === "running");
      const plays = [...document.querySelectorAll("video")].filter((each) => !each.paused && !each.srcObject);
      return [
        ...runs.map((each) => `moves: ${each.animationName ?? each.transitionProperty}`),
        ...plays.map(() => "a film plays"),
      ];
    },

    /** Words that run out of the window or out of their box. */
    cut() {
      const page = document.documentElement;
      const wide = page.clientWidth;
      const found = [];
      if (page.scrollWidth > wide) found.push(`scrolls sideways: ${page.scrollWidth} of ${wide} px`);
      for (const each of seen("body *")) {
        if (each.closest(".sr, .wide-table, svg, iframe")) continue;
        const words = (each.innerText ?? "").trim().slice(0, 40);
        if (!words) continue;
        const name = `${each.localName}.${each.className}: ${words}`;
        const box = each.getBoundingClientRect();
        const told = getComputedStyle(each);
        const hides = /hidden|clip/.test(told.overflowX + told.overflowY);
        const more = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
        if (box.right > wide + 1 || box.left < -1) found.push(`out of the window: ${name}`);
        if (hides && more) found.push(`cut off: ${name}`);
        if (told.textOverflow === "ellipsis") found.push(`shortened: ${name}`);
        const around = each.parentElement;
        const pushed = /static|relative/.test(told.position) && told.display !== "inline";
        if (pushed && around !== document.body && box.right > roomOf(around) + 1) found.push(`wider than its place: ${name}`);
        if (!hides && told.display !== "inline" && each.clientWidth && each.scrollWidth > each.clientWidth + 1) found.push(`runs over its edge: ${name}`);
        if (squeezed(each)) found.push(`a word a line: ${name}`);
      }
      // A browser's own box cuts off what is longer than its line, and has another arrow than the page's.
      for (const each of seen("select")) if (Number(getComputedStyle(each).opacity)) found.push(`a browser's own box: ${nameOf(each)}`);
      return found;
    },

    /** What of a session lies over something else of it, or over its edge. */
    lapped() {
      const told = seen(".session :is(h1, .side, .asked, .button, .caption, .alarm, .big, .of, .counted, .level)");
      const inked = (each) => {
        // Words may stand out of a box that is too small for them.
        const range = document.createRange();
        range.selectNodeContents(each);
        const [box, words] = [each.getBoundingClientRect(), range.getBoundingClientRect()];
        if (!words.height || each.matches(".big")) return box;
        const top = Math.min(box.top, words.top), left = Math.min(box.left, words.left);
        return new DOMRect(left, top, Math.max(box.right, words.right) - left, Math.max(box.bottom, words.bottom) - top);
      };
      const boxes = told.map((each) => [each, inked(each)]).filter(([, box]) => box.width && box.height);
      const name = (each) => `${each.localName}.${each.className}: ${(each.innerText ?? "").trim().slice(0, 20)}`;
      return boxes.flatMap(([one, a], i) => [
        ...(a.top < -1 && !document.querySelector(".session").scrollTop ? [`above the window: ${name(one)}`] : []),
        ...boxes.slice(i + 1)
          .filter(([other]) => !one.contains(other) && !other.contains(one))
          .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
          .map(([other]) => `${name(one)} lies over ${name(other)}`),
      ]);
    },

    /** Controls under 24 px, but for links in running text. */
    small() {
      return seen(NATIVE)
        .filter((each) => each.tabIndex >= 0)
        .filter((each) => !(each.localName === "a" && getComputedStyle(each).display === "inline"))
        .map((each) => [each, (each.closest("label") ?? each).getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24)
        .map(([each, box]) => `${nameOf(each)}: ${Math.round(box.width)} x ${Math.round(box.height)} px`);
    },

    /** What a person with a keyboard should come to, each group of radio buttons once. */
    wanted() {
      const places = seen(`${NATIVE},iframe,[tabindex]`).filter((each) => each.tabIndex >= 0 && !each.disabled);
      return [...new Set(places.map(nameOf))];
    },

    /** The keyboard begins before everything. */
    fromTheTop() {
      scrollTo(0, 0);
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
    },

    /** Where the keyboard is, whether that can be seen, and whether something lies over it. */
    focused() {
      const at = document.activeElement;
      if (!at || at === document.body || at === document.documentElement) return null;
      const lit = [at, at.closest("label"), at.nextElementSibling, at.parentElement].some((each) => {
        const told = each && getComputedStyle(each);
        return told && told.outlineStyle !== "none" && parseFloat(told.outlineWidth) >= 2;
      });
      // A box that is only for screen readers is drawn by its label.
      const box = (at.matches(".sr") ? at.closest("label") : at).getBoundingClientRect();
      const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]];
      const open = spots.some(([x, y]) => {
        const there = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
        return there && (at.contains(there) || there.contains(at) || there.closest("label")?.contains(at));
      });
      return { name: nameOf(at), lit, open };
    },
  };
})();
