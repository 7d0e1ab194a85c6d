// Links of the form #cite-2-1 open a source beside the conversation instead of leaving the page.
(function () {
  const THEME = 'minamata-theme';
  function tell(id, text) {
    const box = document.querySelector('#' + id + ' textarea, #' + id + ' input');
    if (!box) return;
    // The component listens for typing, so the value is set the way typing sets it; the count makes each one new.
    tell.count = (tell.count || 0) + 1;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), 'value').set.call(box, text + ' ' + tell.count);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
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
  function act(link) {
    const parts = link.getAttribute('href').slice(1).split('-');
    if (parts[0] === 'cite' || parts[0] === 'near') {
      document.body.classList.add('sources-open');
      tell('picked', parts.join(' '));
    } else if (parts[0] === 'again') { tell('again', parts.join(' ')); }
    else if (parts[0] === 'copy') { copy(link); }
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
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') document.body.classList.remove('sources-open');
  });
  function settle() {
    const saved = (function () { try { return localStorage.getItem(THEME); } catch (error) { return null; } })();
    if (saved) document.body.classList.toggle('dark', saved === 'dark');
    let shown = null;
    new MutationObserver(function () {
      const mark = document.querySelector('#sources .reader mark');
      if (!mark || mark === shown) return;
      shown = mark;
      const reader = mark.closest('.reader');
      reader.scrollTop += mark.getBoundingClientRect().top - reader.getBoundingClientRect().top - reader.clientHeight / 4;
      const row = document.querySelector('#sources .source[aria-current]');
      const list = row && row.closest('.source-list');
      if (list) list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
    }).observe(document.body, { childList: true, subtree: true });
  }
  if (document.body) settle(); else document.addEventListener('DOMContentLoaded', settle);
})();
