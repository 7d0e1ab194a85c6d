// Links of the form #cite-2-1 open a source beside the conversation instead of leaving the page.
(function () {
  const THEME = 'minamata-theme';
  function tell(name, data) { if (window.minamataTell) window.minamataTell(name, data); }
  // What goes with every question; see `assistant.web.ask`.
  window.minamataAsking = function () {
    const told = { filters: window.minamataFilters.get(), edit: editing };
    if (editing && box().value.trim()) edit(0);
    return JSON.stringify(told);
  };
  let editing = 0;
  let opener = null;
  function box() { return document.querySelector('#question textarea'); }
  function busy() { const stop = document.getElementById('stop'); return Boolean(stop && stop.offsetParent); }
  // Gradio hears of a new text by the event only.
  function write(text) {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box(), text);
    box().dispatchEvent(new Event('input', { bubbles: true }));
  }
  function edit(number, text) {
    editing = number;
    const note = document.getElementById('editing');
    note.hidden = !number;
    note.querySelector('span').textContent = number ? note.dataset.text.replace('{n}', number) : '';
    if (!number) return;
    write(text);
    box().focus();
  }
  function leave() { edit(0); write(''); box().focus(); }
  function copied(text, link, said) {
    const done = function () {
      const before = link.textContent;
      link.textContent = said || '\u2713 ' + before;
      setTimeout(function () { link.textContent = before; }, 1600);
    };
    if (navigator.clipboard) { navigator.clipboard.writeText(text).then(done, function () {}); return; }
    // Pages served over plain http to another machine have no clipboard interface.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.appendChild(area); area.select(); document.execCommand('copy'); area.remove(); done();
  }
  window.minamataCopy = copied;
  function copy(link) {
    const answer = link.closest('.answer');
    const hidden = answer && answer.parentElement.querySelector('.for-copy');
    if (hidden) copied(hidden.textContent, link);
  }
  function toMark() {
    const mark = document.querySelector('#sources .reader mark');
    const row = document.querySelector('#sources .source[aria-current]');
    [[mark, '.reader', 4], [row, '.source-list', 3]].forEach(function (one) {
      const frame = one[0] && one[0].closest(one[1]);
      if (!frame) return;
      const above = one[0].getBoundingClientRect().top - frame.getBoundingClientRect().top;
      frame.scrollTop += above - frame.clientHeight / one[2];
    });
  }
  function judge(link, name, number) {
    const before = link.closest('.judging');
    const thought = Array.from(before.classList).find(function (one) { return one !== 'judging'; }) || '';
    if (name === 'good') { tell('like', { number: number, verdict: thought === 'good' ? '' : 'good' }); return; }
    const dialog = document.getElementById('judging');
    const was = thought === 'good' ? '' : thought;
    dialog.dataset.number = number;
    dialog.querySelector('.back').hidden = !was;
    dialog.querySelectorAll('[name="verdict"]').forEach(function (one) { one.checked = one.value === (was || 'wrong'); });
    dialog.querySelector('textarea').value = was ? before.querySelector('.remark').textContent : '';
    dialog.showModal();
    dialog.querySelector('[name="verdict"]:checked').focus();
  }
  function judged(button) {
    const dialog = document.getElementById('judging');
    const verdict = button.classList.contains('back') ? '' : dialog.querySelector('[name="verdict"]:checked').value;
    dialog.close();
    if (button.classList.contains('cancel')) return;
    tell('like', { number: Number(dialog.dataset.number), verdict: verdict, remark: dialog.querySelector('textarea').value });
  }
  function act(link) {
    const parts = link.getAttribute('href').slice(1).split('-');
    if (busy() && ['again', 'next', 'edit'].includes(parts[0])) return true;
    if (parts[0] === 'cite' || parts[0] === 'near') {
      document.body.classList.add('sources-open');
      if (!link.closest('#sources')) opener = link.getAttribute('href');
      // What was hidden until now could not be scrolled.
      toMark();
      document.querySelectorAll('#chat a.open').forEach(function (other) { other.classList.remove('open'); });
      document.querySelectorAll('#chat a.cite[href="' + link.hash + '"]').forEach(function (own) { own.classList.add('open'); });
      tell('select', { source: parts.join(' ') });
    } else if (parts[0] === 'again') { tell('retry', {}); }
    else if (parts[0] === 'edit') { edit(Number(parts[1]), link.closest('.asking').querySelector('.asked').innerText); }
    else if (parts[0] === 'copy') { copy(link); }
    else if (parts[0] === 'next') { tell('example_select', { place: Number(parts[1]) }); }
    else if (parts[0] === 'good' || parts[0] === 'bad') { judge(link, parts[0], Number(parts[1])); }
    else if (link.hash === '#close-sources') { close(); }
    else if (link.hash === '#theme') {
      const dark = document.body.classList.toggle('dark');
      try { localStorage.setItem(THEME, dark ? 'dark' : 'light'); } catch (error) { /* private browsing */ }
    } else { return false; }
    return true;
  }
  document.addEventListener('click', function (event) {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link && act(link)) { event.preventDefault(); event.stopPropagation(); }
  }, true);
  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('#judging button');
    if (button) judged(button);
    if (event.target.closest && event.target.closest('#editing button')) leave();
  });
  // Where the sources lie over the conversation, the keyboard goes back to the link that opened them.
  function close() {
    if (!document.body.classList.contains('sources-open')) return;
    document.body.classList.remove('sources-open');
    const back = window.innerWidth <= 900 && opener && document.querySelector('#chat a[href="' + opener + '"]');
    if (back) back.focus();
  }
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') { if (editing && event.target === box()) leave(); else close(); }
    // A second question while one is answered would overtake it.
    if (event.key === 'Enter' && event.target === box() && busy()) { event.preventDefault(); event.stopPropagation(); }
  }, true);
  function settle() {
    const saved = (function () { try { return localStorage.getItem(THEME); } catch (error) { return null; } })();
    let first = true;
    let shown = null;
    let asked = 0;
    // On a narrow screen the cursor would bring up the keyboard over the examples.
    let focused = window.innerWidth <= 900;
    window.minamataWatch(function () {
      if (first && saved) document.body.classList.toggle('dark', saved === 'dark');
      first = false;
      const box = focused ? null : document.querySelector('#question textarea');
      if (box) { box.focus(); focused = true; }
      // The conversation's parts are labelled with their source text, tags and all; the shown text reads better.
      document.querySelectorAll('#chat [data-testid][aria-label]').forEach(function (e) { e.removeAttribute('aria-label'); });
      document.querySelectorAll('#chat a.thumb').forEach(function (e) { e.setAttribute('aria-pressed', String(e.classList.contains('on'))); });
      const questions = document.querySelectorAll('#chat .user-row');
      const frame = document.querySelector('#chat .panel-wrap');
      if (questions.length > asked) {
        const last = questions[questions.length - 1];
        const up = function () { frame.scrollTop += last.getBoundingClientRect().top - frame.getBoundingClientRect().top - 12; };
        up();
        // The answer before it gives up what only the last one shows, a moment later.
        [60, 250].forEach(function (moment) { setTimeout(up, moment); });
      }
      if (questions.length < editing) edit(0);
      asked = questions.length;
      const mark = document.querySelector('#sources .reader mark');
      if (mark && mark !== shown) { shown = mark; toMark(); }
    });
  }
  // The page's parts come and go; `seen` is called after each change. This script may run before or after the body is there.
  window.minamataWatch = function (seen) {
    function begin() { new MutationObserver(seen).observe(document.body, { childList: true, subtree: true }); seen(); }
    if (document.body) begin(); else document.addEventListener('DOMContentLoaded', begin);
  };
  settle();
})();
