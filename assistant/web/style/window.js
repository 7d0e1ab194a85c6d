// Links of the form #cite-2-1 open a source beside the conversation instead of leaving the page.
(function () {
  const THEME = 'minamata-theme';
  function tell(name, data) { if (window.minamataTell) window.minamataTell(name, data); }
  // What goes with every question; see `assistant.web.ask`.
  window.minamataAsking = function () { return JSON.stringify({ filters: window.minamataFilters.get() }); };
  function copy(link) {
    const answer = link.closest('.answer');
    const hidden = answer && answer.parentElement.querySelector('.for-copy');
    if (!hidden) return;
    const done = function () {
      const before = link.textContent;
      link.textContent = '\u2713 ' + before;
      setTimeout(function () { link.textContent = before; }, 1600);
    };
    if (navigator.clipboard) { navigator.clipboard.writeText(hidden.textContent).then(done, function () {}); return; }
    // Pages served over plain http to another machine have no clipboard interface.
    const area = document.createElement('textarea');
    area.value = hidden.textContent;
    document.body.appendChild(area); area.select(); document.execCommand('copy'); area.remove(); done();
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
    if (parts[0] === 'cite' || parts[0] === 'near') {
      document.body.classList.add('sources-open');
      // What was hidden until now could not be scrolled.
      toMark();
      document.querySelectorAll('#chat a.open').forEach(function (other) { other.classList.remove('open'); });
      document.querySelectorAll('#chat a.cite[href="' + link.hash + '"]').forEach(function (own) { own.classList.add('open'); });
      tell('select', { source: parts.join(' ') });
    } else if (parts[0] === 'again') { tell('retry', {}); }
    else if (parts[0] === 'copy') { copy(link); }
    else if (parts[0] === 'next') { tell('example_select', { place: Number(parts[1]) }); }
    else if (parts[0] === 'good' || parts[0] === 'bad') { judge(link, parts[0], Number(parts[1])); }
    else if (link.hash === '#close-sources') { document.body.classList.remove('sources-open'); }
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
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') document.body.classList.remove('sources-open');
  });
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
        frame.scrollTop += last.getBoundingClientRect().top - frame.getBoundingClientRect().top - 12;
      }
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
