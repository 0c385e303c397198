"use strict";
// Makes the table of images answer to every key. Without it the server sorts and searches, and everything is there to read.
(function () {
  var again = document.body.dataset.again;
  if (again) {
    setTimeout(function () { location.reload(); }, again * 1000);
  }

  // In a file, the address alone says which of its pages is to be seen.
  var leaves = Array.from(document.querySelectorAll("nav a[href^='#']"));
  function mark() {
    var part = location.hash.slice(1).replace(/^(image|namespace)-.*/, "$1s") || "overview";
    leaves.forEach(function (link) {
      if (link.hash === "#" + part) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    });
  }
  if (leaves.length > 0) {
    addEventListener("hashchange", mark);
    mark();
  }

  var table = document.querySelector("table[data-live]");
  if (!table) {
    return;
  }
  var body = table.tBodies[0];
  var rest = document.getElementById("rest");
  var input = document.getElementById("q");
  var count = document.getElementById("count");
  var none = document.getElementById("none");
  var more = document.getElementById("more");
  var heads = Array.from(table.tHead.rows[0].cells);
  var atOnce = Number(table.dataset.atOnce);
  var all = Number(table.dataset.all);
  var here = Number(table.dataset.here);
  var whole = here === all;
  var number = new Intl.NumberFormat("en");
  var rows = null;
  var shown = null;
  var limit = atOnce;

  // To a browser that runs scripts, what stands in a noscript is a text: thousands of rows that take no time until they are
  // looked for, and become elements when they are shown.
  function read() {
    if (!rows) {
      var sources = Array.from(body.rows, function (element) { return { source: element.outerHTML, element: element, keys: [] }; });
      var others = rest ? rest.textContent.split("\n").filter(function (line) { return line.startsWith("<tr"); }) : [];
      rows = sources.concat(others.map(function (source) { return { source: source, element: null, keys: [] }; }));
      rows.forEach(function (row) {
        var hidden = / data-s="([^"]*)"/.exec(row.source);
        row.text = plain(row.source + " " + (hidden ? hidden[1] : "")).toLowerCase();
      });
      shown = rows;
    }
    return rows;
  }

  function plain(html) {
    return html.replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, "\"").replace(/&#39;/g, "'")
      .replace(/&amp;/g, "&");
  }

  function key(row, column) {
    if (row.keys.length === 0) {
      row.keys = row.source.split(/<\/t[hd]>/).map(function (cell) {
        var value = / data-v="(\d+)"/.exec(cell);
        return value ? Number(value[1]) : plain(cell);
      });
    }
    return row.keys[column];
  }

  function compare(one, other) {
    return one === other ? 0 : one === "" ? 1 : other === "" ? -1 : one < other ? -1 : 1;
  }

  function show() {
    var visible = shown.slice(0, limit);
    var missing = visible.filter(function (row) { return !row.element; });
    var made = document.createElement("template");
    made.innerHTML = missing.map(function (row) { return row.source; }).join("");
    Array.from(made.content.children).forEach(function (element, i) { missing[i].element = element; });
    body.replaceChildren.apply(body, visible.map(function (row) { return row.element; }));
    none.hidden = shown.length > 0;
    more.hidden = shown.length <= limit;
    more.firstElementChild.textContent = "Show more of " + number.format(shown.length);
    count.textContent = (shown.length === all ? "" : number.format(shown.length) + " of ")
      + number.format(all) + (all === 1 ? " image" : " images");
  }

  function search() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    limit = atOnce;
    shown = read().filter(function (row) {
      return words.every(function (word) { return row.text.includes(word); });
    });
    show();
  }

  function sort(column) {
    var head = heads[column];
    var now = head.getAttribute("aria-sort");
    var down = now ? now === "ascending" : head.dataset.sort === "down";
    heads.forEach(function (it) { it.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    read().sort(function (a, b) {
      var order = compare(key(a, column), key(b, column));
      return (down ? -order : order) || compare(key(a, 0), key(b, 0));
    });
    search();
  }

  // What the server left out, only the server can find.
  if (whole) {
    input.addEventListener("input", search);
    input.form.addEventListener("submit", function (event) {
      event.preventDefault();
      search();
    });
    heads.forEach(function (head, column) {
      var link = head.querySelector("a");
      if (!link) {
        link = document.createElement("button");
        link.type = "button";
        link.textContent = head.textContent;
        head.replaceChildren(link);
      }
      link.addEventListener("click", function (event) {
        event.preventDefault();
        sort(column);
      });
    });
  }
  more.firstElementChild.addEventListener("click", function () {
    var first = limit;
    read();
    limit += 5 * atOnce;
    show();
    var next = body.rows[first] && body.rows[first].querySelector("a");
    if (next) {
      next.focus();
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && document.activeElement !== input && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  // On paper there is no button to show more.
  addEventListener("beforeprint", function () {
    read();
    limit = Infinity;
    show();
  });
  addEventListener("afterprint", function () {
    limit = atOnce;
    show();
  });

  if (here > atOnce) {
    more.hidden = false;
    more.firstElementChild.textContent = "Show more of " + number.format(here);
  }
})();
