// The window's Documents: what is loaded, files handed in one after another, removing after a question.
(function () {
  const ADDRESS = '/window/documents';
  let queue = [];
  let tally = { all: 0, done: 0, refused: 0 };
  let busy = false;
  function shelf() { return document.getElementById('shelf'); }
  function part(selector) { return shelf().querySelector(selector); }
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; }); }
  function say(text, trouble) {
    const line = part('.said');
    line.textContent = text;
    line.classList.toggle('trouble', Boolean(trouble));
  }
  function problem(text) {
    try { return JSON.parse(text).detail || shelf().dataset.broken; } catch (error) { return shelf().dataset.broken; }
  }
  // Sign-in may have ended meanwhile, or the server be gone: whatever comes back is said in one line.
  function request(method, address) {
    return fetch(address, { method: method, redirect: 'manual' }).then(function (reply) {
      return reply.text().then(function (text) { if (!reply.ok) throw new Error(problem(text)); return text; });
    }, function () { throw new Error(shelf().dataset.broken); });
  }
  function list() {
    return request('GET', ADDRESS).then(function (html) {
      const fresh = document.createElement('div');
      fresh.innerHTML = html;
      // What came of earlier files stays in sight, so the place to drop them is put up only once.
      if (!part('.adding').childElementCount) part('.adding').replaceWith(fresh.querySelector('.adding'));
      const open = Boolean(part('.held details[open]'));
      part('.held').replaceWith(fresh.querySelector('.held'));
      if (open && part('.held details')) part('.held details').open = true;
    }).catch(function (error) { say(error.message, true); });
  }
  function send(one) {
    return new Promise(function (done) {
      const zone = part('.zone');
      const state = one.row.querySelector('.state');
      const refuse = function (why) {
        tally.refused += 1;
        one.row.className = 'refused';
        // The name stands above already.
        const reason = why.startsWith(one.file.name + ': ') ? why.slice(one.file.name.length + 2) : why;
        one.row.querySelector('.outcome').textContent = zone.dataset.refused + ' ' + reason;
        done();
      };
      if (one.file.size > Number(zone.dataset.most)) { refuse(zone.dataset.tooLarge); return; }
      const sending = new XMLHttpRequest();
      sending.open('POST', ADDRESS);
      sending.upload.onprogress = function (event) {
        if (!event.lengthComputable) return;
        state.textContent = zone.dataset.sending + ' ' + Math.round(100 * event.loaded / event.total) + ' %';
        course(event.loaded / event.total / 2);
      };
      sending.upload.onload = function () { state.textContent = zone.dataset.reading + '\u2026'; course(0.5); };
      sending.onerror = sending.onabort = function () { refuse(shelf().dataset.broken); };
      sending.onload = function () {
        if (sending.status !== 201) { refuse(problem(sending.responseText)); return; }
        one.row.className = 'added';
        one.row.querySelector('.outcome').outerHTML = sending.responseText;
        done();
      };
      const form = new FormData();
      form.append('file', one.file, one.file.name);
      sending.send(form);
    }).then(function () { one.row.querySelector('.state').textContent = ''; });
  }
  // An empty conversation names the documents too.
  function changed() { if (window.minamataTell) window.minamataTell('upload', {}); }
  function course(within) {
    const zone = part('.zone');
    part('.course').hidden = false;
    part('.course progress').value = 100 * (tally.done + within) / tally.all;
    const words = tally.done < tally.all ? zone.dataset.progress : tally.refused ? zone.dataset.but : zone.dataset.finished;
    const text = fill(words, tally);
    // Screen readers hear a line each time it is written, so only when it says something new.
    if (part('#course-said').textContent !== text) part('#course-said').textContent = text;
  }
  function next() {
    const one = queue.shift();
    if (!one) { busy = false; changed(); return; }
    busy = true;
    send(one).then(function () {
      tally.done += 1;
      course(0);
      return list();
    }).then(next);
  }
  function take(files) {
    const zone = part('.zone');
    if (!zone || !files.length) return;
    say('');
    if (!busy) { tally = { all: 0, done: 0, refused: 0 }; part('.results').replaceChildren(); }
    Array.from(files).forEach(function (file) {
      const row = document.createElement('li');
      row.innerHTML = '<p class="file"><span class="name"></span> <span class="state"></span></p><p class="outcome"></p>';
      row.querySelector('.name').textContent = file.name;
      row.querySelector('.state').textContent = zone.dataset.waiting;
      part('.results').append(row);
      queue.push({ file: file, row: row });
      tally.all += 1;
    });
    course(0);
    if (!busy) next();
  }
  function ask(button) {
    const dialog = part('dialog');
    dialog.querySelector('h3').textContent = fill(dialog.dataset.question, { title: button.dataset.title });
    dialog.dataset.id = button.dataset.id;
    dialog.returnValue = '';
    dialog.showModal();
  }
  function remove(id) {
    request('DELETE', ADDRESS + '/' + encodeURIComponent(id)).then(function (text) {
      changed();
      return list().then(function () { say(text); });
    }).catch(function (error) { say(error.message, true); }).then(function () { part('.said').focus(); });
  }
  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('button');
    if (!button) return;
    if (!shelf() || !shelf().contains(button)) return;
    const dialog = button.closest('dialog');
    if (dialog) { dialog.close(); if (button.classList.contains('remove')) remove(dialog.dataset.id); }
    else if (button.dataset.id) { ask(button); }
  });
  document.addEventListener('minamata:place', function (event) {
    if (event.detail !== 'documents') return;
    if (!busy) say('');
    list();
  });
  document.addEventListener('change', function (event) {
    if (event.target.id !== 'files') return;
    take(event.target.files);
    event.target.value = '';
  });
  // A file that misses the zone must not replace the page.
  ['dragover', 'drop'].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (window.minamataPlace() !== 'documents' || !event.dataTransfer || !Array.from(event.dataTransfer.types).includes('Files')) return;
      event.preventDefault();
      const zone = part('.zone');
      if (zone) zone.classList.toggle('over', name === 'dragover' && zone.contains(event.target));
      if (zone && name === 'drop') take(event.dataTransfer.files);
    });
  });
  document.addEventListener('dragleave', function (event) {
    const zone = document.querySelector('#shelf .zone.over');
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove('over');
  });
})();
