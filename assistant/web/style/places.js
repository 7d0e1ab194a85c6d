// The window's places: its tabs, the address that remembers the place, and arrow keys in every row of tabs.
(function () {
  let at = 'ask';
  function known(place) { return document.getElementById('tab-' + place); }
  function go(place) {
    at = place;
    document.querySelectorAll('#places [role=tab]').forEach(function (tab) {
      const name = tab.id.slice(4);
      document.body.classList.toggle(name + '-open', name === place);
      tab.setAttribute('aria-selected', String(name === place));
      tab.tabIndex = name === place ? 0 : -1;
    });
    document.body.classList.remove('sources-open');
    // Reloading and bookmarks come back here; a place's own address ("#register-deadlines") is left alone.
    if (location.hash.slice(1).split('-')[0] !== place && (place !== 'ask' || known(location.hash.slice(1).split('-')[0]))) {
      history.replaceState(history.state, '', location.pathname + location.search + (place === 'ask' ? '' : '#' + place));
    }
    document.dispatchEvent(new CustomEvent('minamata:place', { detail: place }));
  }
  document.addEventListener('click', function (event) {
    const tab = event.target.closest && event.target.closest('#places [role=tab]');
    if (tab) go(tab.id.slice(4));
  });
  document.addEventListener('keydown', function (event) {
    const tab = event.target.closest && event.target.closest('[role=tab]');
    const onward = document.documentElement.dir === 'rtl' ? -1 : 1;
    const step = { ArrowRight: onward, ArrowLeft: -onward }[event.key];
    const row = tab && tab.closest('[role=tablist]');
    if (!row || !(step || event.key === 'Home' || event.key === 'End')) return;
    const all = Array.from(row.querySelectorAll('[role=tab]'));
    const next = step ? (all.indexOf(tab) + step + all.length) % all.length : event.key === 'Home' ? 0 : all.length - 1;
    event.preventDefault();
    all[next].click();
    all[next].focus();
  });
  // The tabs come late: Gradio builds the page by script.
  const wanted = location.hash.slice(1).split('-')[0];
  if (wanted === 'register' || wanted === 'documents') {
    const waiting = new MutationObserver(function () {
      if (known(wanted) && document.getElementById(known(wanted).getAttribute('aria-controls'))) { waiting.disconnect(); go(wanted); }
    });
    waiting.observe(document, { childList: true, subtree: true });
  }
  window.minamataPlace = function () { return at; };
})();
