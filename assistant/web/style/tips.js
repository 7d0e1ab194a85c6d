// What a citation quotes, shown beside its number while the pointer or the keyboard is on it.
(function () {
  let tip = null;
  let shown = null;
  let leaving = 0;
  function made() {
    tip = document.createElement('div');
    tip.id = 'tip';
    tip.setAttribute('role', 'tooltip');
    tip.dir = 'auto';
    document.body.append(tip);
  }
  function show(link) {
    clearTimeout(leaving);
    // The browser's own tip comes late, and never by the keyboard.
    if (link.title) { link.setAttribute('aria-description', link.title); link.removeAttribute('title'); }
    if (!tip) made();
    const lines = link.getAttribute('aria-description').split('\n');
    const source = document.createElement('strong');
    source.textContent = lines[0];
    tip.replaceChildren(source, lines.slice(1).join('\n'));
    tip.hidden = false;
    shown = link;
    place();
  }
  function place() {
    const at = shown.getBoundingClientRect();
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = Math.max(8, Math.min(at.left + at.width / 2 - tip.offsetWidth / 2, room)) + 'px';
    const above = at.top - tip.offsetHeight - 6;
    tip.style.top = (above > 8 ? above : at.bottom + 6) + 'px';
  }
  function hide() { if (tip) tip.hidden = true; }
  function soon() { leaving = setTimeout(hide, 150); }
  function cited(event) { return event.target.closest && event.target.closest('#chat a.cite'); }
  ['mouseover', 'focusin'].forEach(function (name) {
    document.addEventListener(name, function (event) {
      const link = cited(event);
      if (link) show(link); else if (event.target === tip) clearTimeout(leaving);
    });
  });
  ['mouseout', 'focusout'].forEach(function (name) {
    document.addEventListener(name, function (event) { if (cited(event) || event.target === tip) soon(); });
  });
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape') hide(); }, true);
  document.addEventListener('click', hide, true);
  // Its number may move while the pointer rests on it.
  document.addEventListener('scroll', function () { if (tip && !tip.hidden) { if (shown.matches(':hover, :focus')) place(); else hide(); } }, true);
})();
