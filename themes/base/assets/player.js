/* The player of a voice message: stands in for the browser's own control, and gives way to it when sound fails. */
document.querySelectorAll('.voice').forEach(box => {
  const find = selector => box.querySelector(selector), audio = find('audio'), player = find('.player');
  if (!player) return;
  const play = find('.play'), seek = find('input'), time = find('time'), speed = find('.speed'), rate = find('.rate');
  const names = [play.getAttribute('aria-label'), play.dataset.pause], rates = [1, 1.5, 2], length = +seek.max;
  let start = 0;
  const clock = s => Math.floor(s / 60) + ':' + ('0' + Math.floor(s % 60)).slice(-2);
  const show = at => {
    seek.value = at;
    seek.setAttribute('aria-valuetext', clock(at) + ' / ' + clock(length));
    time.textContent = clock(at || !audio.paused ? at : length);
    player.style.setProperty('--rest', 100 - 100 * Math.min(1, at / length) + '%');
  };
  const state = () => {
    player.classList.toggle('playing', !audio.paused);
    play.setAttribute('aria-label', names[+!audio.paused]);
    show(audio.currentTime || start);
  };
  const give = on => {
    audio.controls = on;
    player.hidden = speed.hidden = on;
  };
  play.onclick = () => {
    if (!audio.paused) return audio.pause();
    const playing = audio.play();
    if (playing) playing.catch(error => error.name != 'AbortError' && give(true));
  };
  seek.oninput = () => {
    // Before anything is loaded there is no time to set.
    if (audio.readyState) audio.currentTime = +seek.value;
    else start = +seek.value;
    show(+seek.value);
  };
  speed.onclick = () => {
    const next = rates[(rates.indexOf(audio.playbackRate) + 1) % 3];
    audio.playbackRate = audio.defaultPlaybackRate = next;
    rate.textContent = (next + '×').replace('.', document.documentElement.lang == 'en' ? '.' : ',');
  };
  audio.onloadedmetadata = () => {
    if (start) audio.currentTime = start;
    start = 0;
  };
  audio.onplay = audio.onpause = state;
  audio.ontimeupdate = () => show(audio.currentTime);
  audio.onended = () => {
    audio.currentTime = 0;
    state();
  };
  audio.onplaying = () => {
    if (window.MediaMetadata && navigator.mediaSession)
      navigator.mediaSession.metadata = new MediaMetadata({title: document.title});
  };
  // Each source says so when it fails; only after the last is there nothing left to try.
  audio.addEventListener('error', e => {
    if (e.target == audio || e.target == audio.querySelector('source:last-of-type')) give(true);
  }, true);
  give(false);
  show(0);
});
