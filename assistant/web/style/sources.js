// The sources panel: a link to hand on, and a cited page as it was printed, with its neighbours.
(function () {
  const VIEW = 'minamata-view';
  function wanted() { try { return localStorage.getItem(VIEW) || 'text'; } catch (error) { return 'text'; } }
  function panel() { return document.querySelector('#sources .panel'); }
  function turn(figure, number) {
    const picture = figure.querySelector('img');
    const name = figure.dataset.name.replace('NUMBER', number);
    figure.dataset.page = number;
    figure.querySelector('.page-name').textContent = name;
    figure.querySelectorAll('.turn').forEach(function (one) {
      const next = number + Number(one.dataset.by);
      one.disabled = next < 1 || next > Number(figure.dataset.pages);
    });
    picture.alt = name;
    picture.onload = function () {
      const cited = number === Number(figure.dataset.cited);
      figure.scrollTop = cited ? picture.offsetTop + picture.offsetHeight * Number(figure.dataset.at) - figure.clientHeight / 3 : 0;
    };
    picture.src = figure.dataset.picture.replace('NUMBER', number);
  }
  function show(view) {
    const figure = panel().querySelector('.printed');
    const printed = Boolean(figure) && view === 'page';
    panel().classList.toggle('as-printed', printed);
    panel().querySelectorAll('.view').forEach(function (one) { one.setAttribute('aria-pressed', String((one.dataset.view === 'page') === printed)); });
    if (printed && !figure.querySelector('img').src) turn(figure, Number(figure.dataset.page));
  }
  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('#sources button');
    if (!button) return;
    if (button.classList.contains('share')) window.minamataCopy(location.origin + button.dataset.address, button, button.dataset.copied);
    else if (button.classList.contains('turn')) {
      const figure = button.closest('.printed');
      turn(figure, Number(figure.dataset.page) + Number(button.dataset.by));
    } else if (button.classList.contains('view')) {
      try { localStorage.setItem(VIEW, button.dataset.view); } catch (error) { /* private browsing */ }
      show(button.dataset.view);
    }
  });
  window.minamataWatch(function () {
    if (!panel() || panel().dataset.shown) return;
    panel().dataset.shown = 'yes';
    show(wanted());
  });
})();
