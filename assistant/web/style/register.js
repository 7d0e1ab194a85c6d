// The window's Register: fetching its tables, sorting, filtering and searching them, opening a row's passage.
(function () {
  const ADDRESS = '/window/register';
  const APART = '\u001f';
  let shown = '';
  let from = null;
  function place() { return document.getElementById('register-place'); }
  function part(selector) { return place().querySelector(selector); }
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; }); }
  function folded(text) { return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase(); }
  const order = new Intl.Collator(document.documentElement.lang || 'en', { numeric: true, sensitivity: 'base' });
  function get(address) {
    return fetch(address, { redirect: 'manual' }).then(function (reply) {
      if (!reply.ok) throw new Error(place().dataset.broken);
      return reply.text();
    }, function () { throw new Error(place().dataset.broken); });
  }
  function load() {
    return get(ADDRESS).then(function (html) {
      // What a reader has sorted and filtered stays as long as the documents do.
      if (html !== shown) {
        shown = html;
        part('.kept').innerHTML = html;
        place().querySelectorAll('.kept > [role=tabpanel]').forEach(narrow);
      }
      const wanted = document.getElementById('list-' + location.hash.split('-')[1]);
      if (wanted) list(wanted);
    }).catch(function (error) {
      shown = '';
      part('.kept').innerHTML = '<p role="alert"></p>';
      part('.kept p').textContent = error.message;
    });
  }
  function list(tab) {
    place().querySelectorAll('.kept [role=tab]').forEach(function (other) {
      other.setAttribute('aria-selected', String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
      document.getElementById(other.getAttribute('aria-controls')).hidden = other !== tab;
    });
    history.replaceState(history.state, '', location.pathname + location.search + '#register-' + tab.id.slice(5));
  }
  // The numbers of a matrix stand for items: their beginnings are searched too.
  function wordsOf(row) {
    return Array.from(row.querySelectorAll('[title]')).reduce(function (text, one) { return text + ' ' + one.title; }, row.textContent);
  }
  function narrow(panel) {
    if (!panel.querySelector('table')) return;
    const words = folded(panel.querySelector('input').value).split(/\s+/).filter(Boolean);
    const chosen = Array.from(panel.querySelectorAll('select')).filter(function (one) {
      one.classList.toggle('on', Boolean(one.value));
      return one.value;
    });
    const rows = Array.from(panel.querySelectorAll('tbody tr'));
    const ofDocument = chosen.find(function (one) { return 'ofColumns' in one.dataset; });
    panel.querySelectorAll('[data-of]').forEach(function (cell) { cell.hidden = Boolean(ofDocument) && cell.dataset.of !== ofDocument.value; });
    let fitting = 0;
    rows.forEach(function (row) {
      if (!row.dataset.text) row.dataset.text = folded(wordsOf(row));
      const fits = words.every(function (word) { return row.dataset.text.includes(word); })
        && chosen.every(function (one) {
          if (one === ofDocument) return row.querySelector('td:not(.blank):not([hidden])');
          return (row.cells[one.dataset.column].dataset.values || '').split(APART).includes(one.value);
        });
      row.hidden = !fits;
      fitting += fits ? 1 : 0;
    });
    const count = panel.querySelector('.count');
    count.textContent = fill(fitting === rows.length ? count.dataset.all : count.dataset.some, { n: fitting, all: rows.length });
    panel.querySelector('.sheet').hidden = !fitting;
    panel.querySelector('.none').hidden = Boolean(fitting);
  }
  function sort(button) {
    const head = button.closest('th');
    const body = head.closest('table').tBodies[0];
    const down = head.getAttribute('aria-sort') === 'ascending';
    head.parentElement.querySelectorAll('th').forEach(function (other) { other.setAttribute('aria-sort', 'none'); });
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const key = function (row) { const cell = row.cells[head.cellIndex]; return cell.dataset.key || cell.textContent; };
    const rows = Array.from(body.rows).sort(function (a, b) {
      const one = key(a), two = key(b);
      // Empty cells stay last either way.
      if (!one || !two) return (one ? 0 : 1) - (two ? 0 : 1);
      return order.compare(one, two) * (down ? -1 : 1);
    });
    body.append.apply(body, rows);
  }
  function open(at) {
    const link = at.getAttribute('href') || at.dataset.href;
    const span = new URL(link, location.href).search;
    const aside = part('aside');
    from = at;
    place().querySelectorAll('tr.on').forEach(function (row) { row.classList.remove('on'); });
    if (at.closest('tr')) at.closest('tr').classList.add('on');
    get(ADDRESS + '/passages/' + encodeURIComponent(at.dataset.passage) + span).then(function (html) {
      aside.innerHTML = html;
    }).catch(function (error) {
      aside.innerHTML = '<div class="opened"><p role="alert"></p></div>';
      aside.querySelector('p').textContent = error.message;
    }).then(function () {
      const close = document.createElement('button');
      close.type = 'button';
      close.className = 'close';
      close.textContent = '\u00d7';
      close.setAttribute('aria-label', aside.dataset.close);
      aside.prepend(close);
      aside.hidden = false;
      close.focus();
      // The table is narrower now; the row must not slip out of sight.
      if (at.closest('tr')) at.closest('tr').scrollIntoView({ block: 'nearest' });
      const mark = aside.querySelector('mark');
      const frame = aside.querySelector('.reader');
      if (mark) frame.scrollTop += mark.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 4;
    });
  }
  function close() {
    const aside = place() && part('aside');
    if (!aside || aside.hidden) return;
    aside.hidden = true;
    aside.replaceChildren();
    place().querySelectorAll('tr.on').forEach(function (row) { row.classList.remove('on'); });
    if (from && from.isConnected && from.focus) from.focus();
  }
  document.addEventListener('click', function (event) {
    const target = event.target;
    if (!place() || !target.closest || !place().contains(target)) return;
    const button = target.closest('button');
    const link = target.closest('.opens');
    if (button && button.classList.contains('sort')) sort(button);
    else if (button && button.classList.contains('close')) close();
    else if (button && button.classList.contains('share')) window.minamataCopy(location.origin + button.dataset.address, button, button.dataset.copied);
    else if (button && button.getAttribute('role') === 'tab') list(button);
    else if (button && button.classList.contains('clear')) {
      const panel = button.closest('[role=tabpanel]');
      panel.querySelectorAll('input, select').forEach(function (one) { one.value = ''; });
      narrow(panel);
      panel.querySelector('input').focus();
    } else if (link) {
      // With a modifier key the link opens the document's own page, as links do.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(link);
    } else if (!target.closest('a, button, summary, input, select') && target.closest('tbody tr') && !String(getSelection())) {
      const first = target.closest('tr').querySelector('a.opens');
      if (first) open(first);
    }
  });
  ['input', 'change'].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (place() && place().contains(event.target) && event.target.closest('.tools')) narrow(event.target.closest('[role=tabpanel]'));
    });
  });
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape') close(); });
  document.addEventListener('minamata:place', function (event) { if (event.detail === 'register') load(); else close(); });
})();
