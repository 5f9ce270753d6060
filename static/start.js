// Language and direction before the first paint. A file and not inline, so that the policy
// `script-src 'self'` needs no exception. The same order as in i18n: stored, then the browser's, then English.
// A page that is written out in one language keeps it, and a language chosen on one is the app's from then on.
(function () {
  // A page that is written out runs no program. Its visit still brings all that /verify needs without a connection.
  function prepareVerification() {
    if (!('serviceWorker' in navigator)) return;
    var worker = new URL('service-worker.js', document.currentScript.src);
    window.addEventListener('load', function () {
      navigator.serviceWorker
        .register(worker)
        .then(function () {
          return navigator.serviceWorker.ready;
        })
        .then(function (registration) {
          registration.active.postMessage({ type: 'RENEW_LISTS' });
          registration.active.postMessage({ type: 'WARM', language: root.lang });
        })
        .catch(function () {
          // Private windows and some policies keep nothing; the page is read all the same.
        });
    });
  }
  var locales = ['en', 'fr', 'es', 'ru', 'zh', 'ar'];
  var root = document.documentElement;
  if ('written' in root.dataset) {
    document.addEventListener('click', function (event) {
      var link = event.target && event.target.closest ? event.target.closest('a[hreflang]') : null;
      try {
        if (link) localStorage.setItem('PARAGLIDE_LOCALE', link.hreflang);
      } catch {
        // The page opens all the same.
      }
    });
    prepareVerification();
    return;
  }
  var stored = null;
  try {
    stored = localStorage.getItem('PARAGLIDE_LOCALE');
  } catch {
    // Storage may be closed to us; the browser's own languages are still known.
  }
  var wanted = [stored].concat(navigator.languages || [navigator.language]);
  var locale = 'en';
  for (var i = 0; i < wanted.length; i++) {
    var language = String(wanted[i] || '')
      .toLowerCase()
      .split('-')[0];
    if (locales.indexOf(language) >= 0) {
      locale = language;
      break;
    }
  }
  root.lang = locale;
  root.dir = locale === 'ar' ? 'rtl' : 'ltr';

  // Pages without a language in their address are written out in English. Readers of another language wait for the
  // program instead (app.css), but not for ever.
  var MAX_HIDDEN_MS = 15000;
  function reveal() {
    delete root.dataset.redrawn;
  }
  if (locale !== 'en') {
    root.dataset.redrawn = 'later';
    setTimeout(reveal, MAX_HIDDEN_MS);
  }

  // A page that was written out beforehand shows its buttons before the program hears them. The last one that was
  // pressed until then is pressed once the program says so (lib/pwa/press.ts), and no form leaves the page.
  // Whoever waited for longer than this has given it up: nothing is done behind their back, and nothing waits for ever.
  var LONGEST_MS = 30000;
  var pressed = null;
  var waiting = 0;
  function letGo() {
    clearTimeout(waiting);
    if (pressed) pressed.removeAttribute('aria-busy');
    pressed = null;
  }
  function hold(event) {
    var button = event.target && event.target.closest ? event.target.closest('button') : null;
    if (event.type !== 'submit' && !button) return;
    event.preventDefault();
    if (!button) return;
    letGo();
    pressed = button;
    pressed.setAttribute('aria-busy', 'true');
    waiting = setTimeout(letGo, LONGEST_MS);
  }
  document.addEventListener('click', hold, true);
  document.addEventListener('submit', hold, true);
  document.addEventListener('i2es:heard', function heard() {
    document.removeEventListener('click', hold, true);
    document.removeEventListener('submit', hold, true);
    document.removeEventListener('i2es:heard', heard);
    reveal();
    var button = pressed;
    letGo();
    if (button) button.click();
  });
})();
