// The kept conversations: listed, opened, renamed, deleted; the one shown stands in the page's address, so that a reload reopens it.
(function () {
  const ADDRESS = '/api/v1/conversations';
  const HIDDEN = 'minamata-rail';
  let open = null;
  let seen = '';
  let filled = '';
  let rows = [];
  function nav() { return document.getElementById('talks'); }
  function wide() { return window.innerWidth >= 1200; }
  function inAddress() { return new URLSearchParams(location.search).get('conversation') || ''; }
  window.minamataConversation = inAddress;
  function words(name, title) { return nav().dataset[name].replace('{title}', title || ''); }
  function say(text) { nav().querySelector('.said').textContent = text; }
  function request(method, id, body) {
    const options = { method: method, redirect: 'manual' };
    if (body) { options.body = JSON.stringify(body); options.headers = { 'Content-Type': 'application/json' }; }
    return fetch(ADDRESS + (id ? '/' + encodeURIComponent(id) : ''), options).then(function (reply) {
      if (!reply.ok) throw new Error();
      return reply.status === 204 ? null : reply.json();
    });
  }
  function refused() { say(words('broken')); }
  function list() {
    return request('GET').then(function (page) { rows = page.conversations; say(''); draw(); }, refused);
  }
  function made(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  }
  function group(row) {
    const days = (Date.now() - new Date(row.changed).getTime()) / 86400000;
    if (new Date(row.changed).toDateString() === new Date().toDateString()) return 'today';
    return days < 7 ? 'week' : 'earlier';
  }
  function button(name, text, row) {
    const made_ = made('button', name, text);
    made_.type = 'button';
    made_.dataset.id = row.id;
    return made_;
  }
  function item(row) {
    const line = made('li');
    line.dataset.id = row.id;
    const link = made('a', 'talk-link');
    link.append(made('span', '', row.title));
    link.href = '/?conversation=' + encodeURIComponent(row.id);
    link.title = row.title;
    if (row.id === open) link.setAttribute('aria-current', 'true');
    const more = made('details', 'talk-more');
    const dots = made('summary', '', '\u22ef');
    dots.setAttribute('aria-label', words('options', row.title));
    const menu = made('div', 'talk-menu');
    menu.append(button('rename', words('rename'), row), button('delete', words('delete'), row));
    more.append(dots, menu);
    line.append(link, more);
    return line;
  }
  function draw() {
    const place = nav().querySelector('.talk-list');
    place.replaceChildren();
    if (!rows.length) place.append(made('p', 'hint', words('none')));
    let name = null;
    let lines = null;
    rows.forEach(function (row) {
      if (group(row) !== name) {
        name = group(row);
        lines = made('ul');
        place.append(made('h3', '', words(name)), lines);
      }
      lines.append(item(row));
    });
    nav().dataset.drawn = 'yes';
  }
  function begin() { document.getElementById('new').click(); }
  function rename(id) {
    const line = nav().querySelector('li[data-id="' + CSS.escape(id) + '"]');
    const row = rows.find(function (one) { return one.id === id; });
    const box = made('input', 'talk-title');
    box.value = row.title;
    box.setAttribute('aria-label', words('renameLabel'));
    let done = false;
    function finish(save) {
      if (done) return;
      done = true;
      const title = box.value.trim();
      if (!save || !title || title === row.title) { draw(); return; }
      request('PATCH', id, { title: title }).then(function () {
        const shown = document.querySelector('#current h2');
        if (id === open && shown) shown.textContent = title;
        return list();
      }).catch(refused);
    }
    box.addEventListener('keydown', function (event) {
      if (event.key === 'Enter') finish(true);
      if (event.key === 'Escape') { event.stopPropagation(); finish(false); }
    });
    box.addEventListener('blur', function () { finish(true); });
    line.replaceChildren(box);
    box.focus();
    box.select();
  }
  function sure(id) {
    const dialog = nav().querySelector('dialog');
    dialog.querySelector('h3').textContent = words('sure', rows.find(function (one) { return one.id === id; }).title);
    dialog.dataset.id = id;
    dialog.showModal();
  }
  function remove(id) {
    request('DELETE', id).then(function () { if (id === open) begin(); return list(); }).catch(refused);
  }
  function show(shown) {
    document.body.classList.toggle('rail-open', shown);
    document.getElementById('rail-toggle').setAttribute('aria-expanded', String(shown));
  }
  document.addEventListener('click', function (event) {
    if (!event.target.closest || !nav()) return;
    if (event.target.closest('#rail-toggle')) {
      const shown = !document.body.classList.contains('rail-open');
      show(shown);
      try { if (wide()) localStorage.setItem(HIDDEN, shown ? '' : 'hidden'); } catch (error) { /* private browsing */ }
      return;
    }
    nav().querySelectorAll('details[open]').forEach(function (one) { if (!one.contains(event.target)) one.open = false; });
    const link = event.target.closest('.talk-link');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      window.minamataTell('expand', { id: link.parentElement.dataset.id });
      if (!wide()) show(false);
      const tab = document.getElementById('tab-ask');
      if (tab && tab.getAttribute('aria-selected') !== 'true') tab.click();
      return;
    }
    const pressed = event.target.closest('#talks button');
    if (!pressed) { if (!wide() && !event.target.closest('#rail') && document.body.classList.contains('rail-open')) show(false); return; }
    const dialog = pressed.closest('dialog');
    if (dialog) { dialog.close(); if (pressed.classList.contains('remove')) remove(dialog.dataset.id); }
    else if (pressed.classList.contains('rename')) rename(pressed.dataset.id);
    else if (pressed.classList.contains('delete')) sure(pressed.dataset.id);
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape' || !nav()) return;
    const menu = nav().querySelector('details[open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
    else if (!wide()) show(false);
  });
  function follow() {
    const current = document.querySelector('#current .current');
    if (!current || !nav()) return;
    if (!nav().dataset.begun) {
      nav().dataset.begun = 'yes';
      let hidden = false;
      try { hidden = localStorage.getItem(HIDDEN) === 'hidden'; } catch (error) { /* private browsing */ }
      show(wide() && !hidden);
      list();
    }
    const now = current.dataset.id + ' ' + current.dataset.questions;
    if (now === seen) return;
    const first = seen === '';
    seen = now;
    open = current.dataset.id;
    // Before the page has heard from the server, the address says which conversation it wants.
    if (!open && first && inAddress()) return;
    const address = open ? '/?conversation=' + encodeURIComponent(open) : '/';
    if (location.pathname + location.search !== address) history.replaceState(null, '', address + location.hash);
    // Another conversation brings its own filters along.
    if (open !== filled && open && current.dataset.questions !== '1') window.minamataFilters.set(JSON.parse(current.dataset.filters));
    filled = open;
    if (open || !first) list();
  }
  window.minamataWatch(follow);
})();
