/* The gallery: a dialog in place of links to the pictures, with an address for each. */
(() => {
  const viewer = document.querySelector('.viewer'), links = [...document.querySelectorAll('a[data-picture]')];
  if (!viewer || !viewer.showModal) return;
  const find = name => viewer.querySelector('.' + name), still = on => document.body.classList.toggle('still', on);
  const strip = find('strip'), count = find('count'), back = find('back'), next = find('next');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let current, opener, slides, timer;
  const asked = () => links.findIndex(link => '#' + link.id == location.hash);
  const build = link => {
    const slide = strip.appendChild(document.createElement('figure')), picture = slide.appendChild(new Image());
    const words = link.parentNode.querySelector('figcaption');
    picture.alt = link.querySelector('img').alt;
    if (words) slide.appendChild(words.cloneNode(true));
    if (link.dataset.picture) {
      slide.className = 'sheet';
      slide.tabIndex = 0;
    }
    return picture;
  };
  const show = i => {
    current = i;
    // With its neighbours: a swipe meets no empty page.
    [i, i + 1, i - 1].forEach(n => {
      if (slides[n] && !slides[n].src) slides[n].src = links[n].href;
    });
    count.textContent = i + 1 + ' / ' + links.length;
    back.disabled = !i;
    next.disabled = !links[i + 1];
    history.replaceState(history.state, '', '#' + links[i].id);
  };
  const turn = i => {
    if (!links[i]) return;
    show(i);
    strip.scrollTo({left: i * strip.clientWidth, behavior: calm.matches ? 'auto' : 'smooth'});
  };
  const open = i => {
    slides = slides || links.map(build);
    opener = links[i];
    if (!viewer.open) viewer.showModal();
    still(true);
    show(i);
    strip.scrollLeft = i * strip.clientWidth;
  };
  links.forEach((link, i) => link.onclick = e => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    history.pushState(1, '', '#' + link.id);
    open(i);
  });
  strip.onscroll = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const i = Math.round(strip.scrollLeft / strip.clientWidth);
      if (viewer.open && i != current && links[i]) show(i);
    }, 90);
  };
  back.onclick = () => turn(current - 1);
  next.onclick = () => turn(current + 1);
  find('shut').onclick = () => viewer.close();
  strip.onclick = e => e.target.tagName == 'FIGURE' && viewer.close();
  viewer.onkeydown = e => {
    const step = {ArrowLeft: -1, ArrowRight: 1}[e.key];
    if (!step || e.target.className == 'sheet') return;
    e.preventDefault();
    turn(current + step);
  };
  viewer.onclose = () => {
    if (viewer.open) return;
    still(false);
    opener.focus({preventScroll: true});
    if (asked() < 0) return;
    // No picture's address stays behind.
    if (history.state) history.back();
    else history.replaceState(null, '', location.pathname + location.search);
  };
  onpopstate = () => asked() < 0 ? viewer.close() : open(asked());
  if (asked() >= 0) open(asked());
})();
