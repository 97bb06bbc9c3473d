// Lunheng: what moves on a page. Everything hangs on data attributes; a page
// without this script still works, only slower. See package ui for the list.
(() => {
  'use strict';

  const root = document.documentElement;
  const t = (zh, en) => (root.lang.startsWith('zh') ? zh : en);
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const make = (tag, props = {}, ...children) => {
    const el = Object.assign(document.createElement(tag), props);
    el.append(...children);
    return el;
  };
  const clock = () => new Date().toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' });

  // on listens at the document, so that parts that come later are covered.
  const on = (type, selector, act, capture = false) =>
    document.addEventListener(type, (event) => {
      const el = event.target instanceof Element && event.target.closest(selector);
      if (el) act(event, el);
    }, capture);

  root.classList.add('js');

  // ---- toasts -----------------------------------------------------------

  // A toast that has to be read stays until it is closed.
  function toast(text, stays) {
    const box = one('#toasts');
    if (!box || !text) return;
    const close = make('button', { type: 'button' }, make('span', { ariaHidden: 'true' }, '×'), make('span', { className: 'sr' }, t('关闭', 'Close')));
    const note = make('div', { className: 'toast' }, make('span', {}, text), close);
    let timer;
    const start = () => { if (!stays) timer = setTimeout(() => note.remove(), 8000); };
    const stop = () => clearTimeout(timer);
    note.addEventListener('mouseenter', stop);
    note.addEventListener('mouseleave', start);
    note.addEventListener('focusin', stop);
    note.addEventListener('focusout', start);
    close.addEventListener('click', () => note.remove());
    box.append(note);
    start();
  }
  document.addEventListener('toast', (event) => toast(event.detail && (event.detail.value || event.detail)));

  // refusal is the sentence of an answer that is not a success.
  async function refusal(response) {
    const type = response.headers.get('Content-Type') || '';
    if (type.includes('json')) {
      const body = await response.json().catch(() => ({}));
      return body.detail || body.title || t('服务器拒绝了请求。', 'The server refused.');
    }
    if (type.startsWith('text/plain')) return (await response.text()).trim();
    return t('服务器没有接受（', 'Not accepted (') + response.status + t('）。', ').');
  }

  // ---- dialogs ----------------------------------------------------------

  on('click', '[data-dialog]', (event, el) => {
    const dialog = document.getElementById(el.dataset.dialog);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });
  on('click', '[data-close]', (event, el) => {
    const dialog = el.closest('dialog');
    if (dialog && dialog.matches(':modal')) { event.preventDefault(); dialog.close(); }
  });

  // ask shows the shared question; the promise tells the answer. The dialog
  // tells only later that it closed, and may be open again by then: such a late
  // word belongs to an earlier question and must not answer this one.
  let answered = () => {};
  function ask(sentence, danger) {
    const dialog = one('#confirm-dialog');
    if (!dialog || !dialog.showModal) return Promise.resolve(window.confirm(sentence));
    answered(false);
    one('[data-confirm-text]', dialog).textContent = sentence;
    const yes = one('[data-confirm-yes]', dialog);
    yes.classList.toggle('btn-danger', danger);
    yes.classList.toggle('btn-primary', !danger);
    return new Promise((resolve) => {
      const stop = new AbortController();
      answered = (answer) => { stop.abort(); answered = () => {}; resolve(answer); };
      yes.addEventListener('click', () => { dialog.close(); answered(true); }, { signal: stop.signal });
      dialog.addEventListener('close', () => { if (!dialog.open) answered(false); }, { signal: stop.signal });
      if (!dialog.open) dialog.showModal();
    });
  }

  // ---- sending once -----------------------------------------------------

  const sending = new WeakSet();

  function release(form) {
    sending.delete(form);
    all('[data-was-sending]', form).forEach((b) => { b.removeAttribute('aria-disabled'); b.removeAttribute('data-was-sending'); });
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    const button = event.submitter;
    const asking = (button && button.dataset.confirm) || form.dataset.confirm;
    if (asking && !form.dataset.agreed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(asking, Boolean(button && button.hasAttribute('data-confirm-danger'))).then((yes) => {
        if (!yes) return;
        form.dataset.agreed = '1';
        form.requestSubmit(button || undefined);
        delete form.dataset.agreed;
      });
      return;
    }
    if ((form.getAttribute('method') || '').toLowerCase() !== 'post') return;
    if (sending.has(form)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    sending.add(form);
    form.dataset.clean = '1';
    const target = button || one('button[type=submit]', form);
    if (target) { target.setAttribute('aria-disabled', 'true'); target.dataset.wasSending = ''; }
    // An answer that is a file leaves the page as it is: let it be used again.
    setTimeout(() => release(form), 10000);
  }, true);
  document.addEventListener('htmx:afterRequest', (event) => {
    const form = event.target instanceof Element && event.target.closest('form');
    if (form) release(form);
  });
  // A form that left the page as it is has been sent: it is empty again, and
  // regions look at once. A refusal is shown until it has been read.
  document.addEventListener('live', (event) => {
    const form = event.target instanceof Element && event.target.closest('form');
    if (!form) return;
    form.reset();
    if (form.contains(document.activeElement)) document.activeElement.blur();
  }, true);
  document.addEventListener('htmx:responseError', async (event) => {
    const { xhr } = event.detail;
    const type = xhr.getResponseHeader('Content-Type') || '';
    toast(type.startsWith('text/plain') ? xhr.responseText.trim() : t('服务器没有接受（', 'Not accepted (') + xhr.status + t('）。', ').'), true);
  });
  document.addEventListener('htmx:sendError', () => toast(t('连接中断，没有送出。请重试。', 'Connection lost, not sent. Please try again.'), true));
  // A page that comes back from the browser's memory may be sent again.
  window.addEventListener('pageshow', (event) => { if (event.persisted) all('form').forEach(release); });

  // ---- drafts -----------------------------------------------------------

  function draft(form) {
    const status = one('[data-autosave-status]', form) || one('[data-autosave-status]');
    let timer, running = false, dirty = false;
    const say = (state, text) => { if (status) { status.dataset.state = state; status.textContent = text; } };
    const guard = (event) => { if (!form.dataset.clean) { event.preventDefault(); } };
    const mark = (is) => {
      dirty = is;
      if (is) { delete form.dataset.clean; addEventListener('beforeunload', guard); } else { removeEventListener('beforeunload', guard); }
    };
    async function save() {
      if (running || !dirty || sending.has(form)) return;
      running = true;
      mark(false);
      say('saving', t('正在保存…', 'Saving…'));
      try {
        const body = new FormData(form);
        const response = await fetch(form.dataset.autosave, { method: 'POST', body: new URLSearchParams([...body].filter(([, v]) => typeof v === 'string')), headers: { 'Lunheng-Autosave': '1' } });
        if (!response.ok) throw new Error(await refusal(response));
        const version = response.headers.get('Lunheng-Version');
        const field = one('input[name=version]', form);
        if (version && field) field.value = version;
        const parked = response.headers.get('Lunheng-Parked');
        if (parked) {
          say('parked', await response.text() + ' ');
          if (status) status.append(make('a', { href: parked }, t('比较并选择', 'Compare and choose')));
        } else say('saved', t('已保存于 ', 'Saved at ') + clock());
      } catch (trouble) {
        mark(true);
        const text = trouble instanceof TypeError ? t('连接中断，您的文字仍在本页；将自动重试。', 'Connection lost. Your words are still on this page; trying again.') : trouble.message;
        say('failed', text);
        timer = setTimeout(save, 8000);
      }
      running = false;
      if (dirty && status && ['saved', 'parked'].includes(status.dataset.state)) later();
    }
    function later() { clearTimeout(timer); timer = setTimeout(save, 1200); }
    form.addEventListener('input', () => { mark(true); say('typing', t('有未保存的修改', 'Unsaved changes')); later(); });
    document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
    form.addEventListener('submit', () => { clearTimeout(timer); mark(false); });
  }

  on('input', 'textarea[maxlength]', (_, area) => {
    const counter = one(`[data-counter="${area.id}"]`);
    if (counter) counter.textContent = `${[...area.value].length} / ${area.maxLength}`;
  });

  // ---- regions that keep up to date -------------------------------------

  // held is what the pointer is pressing: it must not be replaced under it, or
  // the click would be lost.
  let held = null;
  document.addEventListener('pointerdown', (event) => { held = event.target; }, true);
  ['pointerup', 'pointercancel'].forEach((type) => document.addEventListener(type, () => setTimeout(() => { held = null; }), true));

  function live(region) {
    const every = Math.max(Number(region.dataset.liveEvery) || 2000, 500);
    const note = one(`[data-live-state="${region.id}"]`);
    let failures = 0;
    const tell = (text) => { if (note && note.textContent !== text) note.textContent = text; };
    // busy keeps a region as it is while one writes in it.
    const busy = () => (held && region.contains(held)) || region.contains(document.activeElement) && document.activeElement.matches('input:not([type=checkbox],[type=radio]), textarea, select');
    // typed is what was typed or ticked and not sent yet. It outlives the new
    // content, also where its field is away for a while.
    let away = [];
    function typed() {
      const changed = (el) => {
        if (el.matches('select')) return [...el.options].some((o) => o.selected !== o.defaultSelected);
        return el.matches('[type=checkbox],[type=radio]') ? el.checked !== el.defaultChecked : el.value !== el.defaultValue;
      };
      return all('input[id]:not([type=hidden]), textarea[id], select[id]', region).filter(changed).map((el) => [el.id, el.matches('[type=checkbox],[type=radio]') ? el.checked : el.value]);
    }
    function retype([id, value]) {
      const el = document.getElementById(id);
      if (el) el[typeof value === 'boolean' ? 'checked' : 'value'] = value;
      return !el;
    }
    function replace(html) {
      const focus = region.contains(document.activeElement) ? document.activeElement.id : '';
      const folds = all('details[id]', region).map((d) => [d.id, d.open]);
      const words = [...away, ...typed()];
      region.innerHTML = html;
      folds.forEach(([id, open]) => { const d = document.getElementById(id); if (d) d.open = open; });
      away = words.filter(retype);
      if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
      if (window.htmx) window.htmx.process(region);
      start(region);
    }
    async function look() {
      if (!document.hidden && !busy()) {
        try {
          const response = await fetch(region.dataset.live, { headers: { 'If-None-Match': region.dataset.liveEtag || '', 'Lunheng-Live': '1' }, cache: 'no-store' });
          if (response.status === 200) {
            const html = await response.text();
            if (!busy()) { region.dataset.liveEtag = response.headers.get('ETag') || ''; replace(html); }
          } else if (response.status !== 304) throw new Error(await refusal(response));
          failures = 0;
          tell('');
        } catch (trouble) {
          failures += 1;
          if (failures > 1) tell(trouble instanceof TypeError ? t('连接中断，正在重试；所示内容可能不是最新的。', 'Connection lost, trying again; what you see may be old.') : trouble.message);
        }
      }
    }
    async function ask() {
      if (!region.isConnected) return;
      await look();
      setTimeout(ask, every * Math.min(2 ** failures, 16));
    }
    setTimeout(ask, every);
    document.addEventListener('live', () => { if (region.isConnected) look(); });
  }

  // ---- files ------------------------------------------------------------

  function drop(form) {
    const zone = one('.drop-zone', form);
    const input = one('input[type=file]', form);
    const list = one('[data-uploads]', form);
    const max = Number(form.dataset.dropMax) || 0;

    function send(file) {
      const bar = make('progress', { max: 100, value: 0, ariaLabel: file.name });
      const words = make('span', {}, file.name);
      const row = make('li', {}, words, bar);
      const fail = (text) => { bar.remove(); row.className = 'failed'; words.textContent = `${file.name}: ${text}`; };
      list.append(row);
      if (max && file.size > max) return fail(t('文件过大，未上传。', 'too large, not sent.'));
      const body = new FormData(form);
      body.delete(input.name);
      body.append(input.name, file);
      const request = new XMLHttpRequest();
      request.open('POST', form.getAttribute('action'));
      request.setRequestHeader('Lunheng-Upload', '1');
      request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; };
      request.onerror = () => fail(t('连接中断，未上传。请重试。', 'connection lost, not sent. Please try again.'));
      request.onload = () => {
        if (request.status >= 200 && request.status < 300) {
          row.remove();
          const target = document.getElementById(form.dataset.drop);
          if (target) target.innerHTML = request.responseText;
          toast(t('已上传：', 'Uploaded: ') + file.name);
          return undefined;
        }
        const type = request.getResponseHeader('Content-Type') || '';
        if (type.includes('json')) { const p = JSON.parse(request.responseText); return fail(p.detail || p.title); }
        return fail(type.startsWith('text/plain') ? request.responseText.trim() : t('服务器没有接受。', 'the server refused.'));
      };
      request.send(body);
      return undefined;
    }

    input.addEventListener('change', () => { [...input.files].forEach(send); input.value = ''; });
    ['dragenter', 'dragover'].forEach((type) => zone.addEventListener(type, (event) => { event.preventDefault(); zone.classList.add('over'); }));
    ['dragleave', 'drop'].forEach((type) => zone.addEventListener(type, () => zone.classList.remove('over')));
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      const files = [...event.dataTransfer.files];
      (input.multiple ? files : files.slice(0, 1)).forEach(send);
    });
  }

  // ---- small things -----------------------------------------------------

  on('click', '[data-copy]', async (_, el) => {
    try {
      await navigator.clipboard.writeText(el.dataset.copy);
      toast(t('已复制：', 'Copied: ') + el.dataset.copy);
    } catch { toast(t('浏览器不允许复制。', 'The browser does not allow copying.')); }
  });
  on('click', '[data-print]', () => window.print());

  // The appearance changes at once; the answer of the server keeps it.
  on('submit', '[data-themes]', (event, form) => {
    if (!event.submitter) return;
    event.preventDefault();
    const theme = event.submitter.value;
    root.dataset.theme = theme;
    all('button', form).forEach((b) => b.setAttribute('aria-pressed', String(b === event.submitter)));
    const body = new URLSearchParams(new FormData(form));
    body.set('theme', theme);
    fetch(form.getAttribute('action'), { method: 'POST', body, redirect: 'manual' }).catch(() => {}).finally(() => release(form));
  });

  // A menu closes when one goes elsewhere.
  document.addEventListener('click', (event) => all('details[data-menu][open]').forEach((m) => { if (!m.contains(event.target)) m.open = false; }));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    all('details[data-menu][open]').forEach((m) => { m.open = false; one('summary', m).focus(); });
  });

  // ---- keys -------------------------------------------------------------

  const keysOn = () => localStorage.getItem('keys') !== 'off';
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysOn()) return;
    if (event.target.matches('input, textarea, select, [contenteditable]') || one('dialog:modal')) return;
    if (event.key === '?') { event.preventDefault(); showKeys(); return; }
    const el = all('[data-key]').find((k) => k.dataset.key === event.key && k.offsetParent !== null);
    if (!el) return;
    event.preventDefault();
    if (el.matches('input, textarea, select')) el.focus(); else el.click();
  });
  function showKeys() {
    const dialog = one('#keys-dialog');
    if (!dialog || dialog.open) return;
    const list = one('[data-keys]', dialog);
    all('[data-extra]', list).forEach((row) => row.remove());
    all('[data-key]').filter((k) => k.dataset.key !== '/').forEach((k) => {
      const row = make('div', {}, make('dt', {}, make('kbd', {}, k.dataset.key)), make('dd', {}, k.textContent.trim()));
      row.dataset.extra = '';
      list.append(row);
    });
    dialog.showModal();
  }
  on('change', '[data-keys-on]', (_, box) => localStorage.setItem('keys', box.checked ? 'on' : 'off'));

  // ---- small screens ----------------------------------------------------

  // fold closes a section on a phone, unless the address leads to it.
  const phone = matchMedia('(max-width: 44rem)');
  function fold(el) {
    const aim = location.hash && document.getElementById(location.hash.slice(1));
    el.open = !phone.matches || Boolean(aim && (aim.contains(el) || el.contains(aim)));
  }
  addEventListener('beforeprint', () => all('details[data-fold]').forEach((el) => { el.open = true; }));
  addEventListener('hashchange', () => all('details[data-fold]').forEach((el) => { el.open ||= el.parentElement.id === location.hash.slice(1); }));

  // A row of doors that is wider than the screen shows the one that is open.
  all('.nav [aria-current], .tabs [aria-current]').forEach((el) => {
    const row = el.closest('nav, .tabs');
    if (row.scrollWidth > row.clientWidth) row.scrollLeft += el.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - el.offsetWidth) / 2;
  });

  // ---- start ------------------------------------------------------------

  const begun = new WeakSet();
  function start(from) {
    const begin = (selector, act) => all(selector, from).forEach((el) => { if (!begun.has(el)) { begun.add(el); act(el); } });
    begin('form[data-autosave]', draft);
    begin('[data-live]', live);
    begin('form[data-drop]', drop);
    begin('details[data-fold]', fold);
  }
  start(document);
  document.addEventListener('htmx:load', (event) => { if (event.target instanceof Element) start(event.target.parentElement || document); });
  all('[data-keys-on]').forEach((box) => { box.checked = keysOn(); });
  const first = one('[data-focus]');
  if (first) first.focus();

  window.Lunheng = Object.freeze({ toast });
})();
