"use strict";
// Makes the table of images answer to every key. Without it the server sorts and searches, and everything is there to read.
(function () {
  var again = document.body.dataset.again;
  if (again) {
    setTimeout(function () { location.reload(); }, again * 1000);
  }

  var table = document.querySelector("table[data-live]");
  if (!table) {
    return;
  }
  var body = table.tBodies[0];
  var input = document.getElementById("q");
  var count = document.getElementById("count");
  var none = document.getElementById("none");
  var more = document.getElementById("more");
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var atOnce = Number(table.dataset.atOnce);
  var all = Number(table.dataset.all);
  var elements = Array.prototype.slice.call(body.rows);
  var whole = elements.length === all;
  var rows = null;
  var shown = [];
  var limit = atOnce;
  var number = new Intl.NumberFormat("en");

  // What rows say is read when it is first asked for, so that the page is there at once.
  function read() {
    if (!rows) {
      rows = elements.map(function (element) {
        return { element: element, text: (element.textContent + " " + (element.dataset.s || "")).toLowerCase(), keys: [] };
      });
      shown = rows;
    }
    return rows;
  }

  function key(row, column) {
    if (!(column in row.keys)) {
      var cell = row.element.cells[column];
      var value = cell.dataset.v;
      var text = cell.textContent;
      row.keys[column] = value !== undefined ? Number(value) : /^\d+$/.test(text) ? Number(text) : text;
    }
    return row.keys[column];
  }

  function compare(one, other) {
    return one === other ? 0 : one === "" ? 1 : other === "" ? -1 : one < other ? -1 : 1;
  }

  function show() {
    var visible = document.createDocumentFragment();
    shown.slice(0, limit).forEach(function (row) {
      row.element.classList.remove("rest");
      visible.appendChild(row.element);
    });
    body.replaceChildren(visible);
    none.hidden = shown.length > 0;
    more.hidden = shown.length <= limit;
    more.firstElementChild.textContent = "Show more of " + number.format(shown.length);
    count.textContent = shown.length === all ? number.format(all) + (all === 1 ? " image" : " images")
      : number.format(shown.length) + " of " + number.format(all) + " images";
  }

  function search() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    limit = atOnce;
    shown = read().filter(function (row) {
      return words.every(function (word) { return row.text.indexOf(word) >= 0; });
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
    var next = shown[first] && shown[first].element.querySelector("a");
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

  document.documentElement.classList.add("live");
  if (elements.length > atOnce) {
    more.hidden = false;
    more.firstElementChild.textContent = "Show more of " + number.format(elements.length);
  }
  if (whole && input.value) {
    search();
  }
})();
