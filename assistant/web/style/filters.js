// What answers may draw on: chips above the question, chosen from a panel behind a button; sent with each question.
(function () {
  const LISTS = ['documents', 'source', 'decisions', 'workstreams'];
  const DAYS = { from: 'since', to: 'until' };
  let chosen = {};
  function bar() { return document.querySelector('#narrowing .filters'); }
  function control(name) { return bar().querySelector('[data-filter="' + name + '"]'); }
  function named(name, value) {
    if (!(name in DAYS)) {
      const option = Array.from(control(name).options).find(function (one) { return one.value === value; });
      return option ? option.textContent : value;
    }
    const day = new Date(value + 'T00:00').toLocaleDateString(bar().dataset.language === 'en' ? 'en-GB' : bar().dataset.language, { day: 'numeric', month: 'long', year: 'numeric' });
    return bar().dataset[DAYS[name]].replace('{day}', day);
  }
  function picked() {
    const all = [];
    LISTS.forEach(function (name) { (chosen[name] || []).forEach(function (value) { all.push([name, value]); }); });
    Object.keys(DAYS).forEach(function (name) { if (chosen[name]) all.push([name, chosen[name]]); });
    return all;
  }
  function draw() {
    const list = bar().querySelector('.chips');
    const all = picked();
    list.querySelector('.every').hidden = all.length > 0;
    list.querySelectorAll('.chip').forEach(function (old) { old.remove(); });
    all.forEach(function (one) {
      const item = document.createElement('li');
      item.className = 'chip';
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.name = one[0];
      button.dataset.value = one[1];
      button.textContent = named(one[0], one[1]);
      button.title = button.textContent;
      button.setAttribute('aria-label', bar().dataset.remove.replace('{name}', button.textContent));
      item.append(button);
      list.append(item);
    });
    Object.keys(DAYS).forEach(function (name) { control(name).value = chosen[name] || ''; });
    // A list shows what is chosen of it; choosing another adds that.
    LISTS.forEach(function (name) {
      const list = control(name), mine = chosen[name] || [];
      if (!list.dataset.any) list.dataset.any = list.options[0].textContent;
      Array.from(list.options).forEach(function (option) { option.disabled = mine.includes(option.value); });
      list.options[0].textContent = mine.map(function (value) { return named(name, value); }).join(', ') || list.dataset.any;
      list.value = '';
    });
    bar().dataset.drawn = 'yes';
  }
  function open(shown) {
    bar().querySelector('#choices').hidden = !shown;
    bar().querySelector('.narrow').setAttribute('aria-expanded', String(shown));
    if (shown) bar().querySelector('#choices select').focus();
  }
  function drop(button) {
    const name = button.dataset.name;
    if (name in DAYS) delete chosen[name];
    else chosen[name] = chosen[name].filter(function (value) { return value !== button.dataset.value; });
    draw();
    (bar().querySelector('.chip button') || bar().querySelector('.narrow')).focus();
  }
  window.minamataFilters = {
    get: function () { return Object.fromEntries(Object.entries(chosen).filter(function (one) { return one[1].length; })); },
    set: function (filters) { chosen = JSON.parse(JSON.stringify(filters || {})); if (bar()) draw(); },
  };
  document.addEventListener('change', function (event) {
    const name = event.target.dataset && event.target.dataset.filter;
    if (!name) return;
    if (name in DAYS) chosen[name] = event.target.value;
    else if (event.target.value) {
      chosen[name] = (chosen[name] || []).filter(function (value) { return value !== event.target.value; });
      chosen[name].push(event.target.value);
      event.target.value = '';
    }
    draw();
  });
  document.addEventListener('click', function (event) {
    const at = event.target.closest && bar();
    if (!at) return;
    const button = event.target.closest('#narrowing button');
    if (!button) { if (!event.target.closest('#choices') && !at.querySelector('#choices').hidden) open(false); return; }
    if (button.classList.contains('narrow')) open(at.querySelector('#choices').hidden);
    else if (button.classList.contains('clear')) { chosen = {}; draw(); open(false); at.querySelector('.narrow').focus(); }
    else drop(button);
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape' || !bar() || bar().querySelector('#choices').hidden) return;
    open(false);
    bar().querySelector('.narrow').focus();
  });
  // The bar is made anew when documents change; what is chosen stays.
  window.minamataWatch(function () { if (bar() && !bar().dataset.drawn) draw(); });
})();
