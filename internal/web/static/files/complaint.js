// Reports of wrongs: what is encrypted and opened in the browser, in the age
// format. The server sees neither words nor keys nor the receipt. Package
// complaint/sealed is the same in Go, for tests and programs.
const root = document.documentElement;
const t = (zh, en) => (root.lang.startsWith('zh') ? zh : en);
const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const make = (tag, props = {}, ...children) => {
  const el = Object.assign(document.createElement(tag), props);
  el.append(...children);
  return el;
};

const work = 17; // log N of scrypt, for receipts and passphrases
const maxFiles = 8 * 1024 * 1024;
const lookupSalt = 'lunheng complaint lookup v1';

const page = one('[data-complaint]');
const age = await import(page.dataset.age);
const utf8 = new TextEncoder();
const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
const digest = (bytes) => hex(age.sha256(bytes));

// ---- what both ends do ----------------------------------------------------

async function seal(bytes, keys) {
  const e = new age.Encrypter();
  keys.forEach((key) => e.addRecipient(key));
  return age.armor.encode(await e.encrypt(bytes));
}

async function open(text, secret) {
  const d = new age.Decrypter();
  d.addIdentity(secret);
  return d.decrypt(age.armor.decode(text));
}

async function lock(secret, passphrase) {
  const e = new age.Encrypter();
  e.setPassphrase(passphrase);
  e.setScryptWorkFactor(work);
  return age.armor.encode(await e.encrypt(secret));
}

async function unlock(text, passphrase) {
  const d = new age.Decrypter();
  d.addPassphrase(passphrase);
  return d.decrypt(age.armor.decode(text), 'text');
}

const lookup = async (receipt) => hex(await age.scryptAsync(utf8.encode(receipt), utf8.encode(lookupSalt), { N: 2 ** work, r: 8, p: 1, dkLen: 32 }));

// pack makes the bytes of a letter: a line of JSON, then its files. The nonce
// makes the digest tell nothing.
async function pack(text, files) {
  const head = { v: 1, nonce: hex(crypto.getRandomValues(new Uint8Array(32))), text };
  if (files.length) head.files = files.map((f) => ({ name: f.name, type: f.type, size: f.size }));
  const parts = [utf8.encode(JSON.stringify(head) + '\n')];
  for (const f of files) parts.push(new Uint8Array(await f.arrayBuffer()));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function unpack(bytes) {
  const end = bytes.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  let at = end + 1;
  for (const f of head.files || []) {
    f.bytes = bytes.subarray(at, at + f.size);
    at += f.size;
  }
  return head;
}

// digits draws a receipt without favouring any digit.
function digits(n) {
  let out = '';
  while (out.length < n) {
    for (const b of crypto.getRandomValues(new Uint8Array(n))) if (b < 250 && out.length < n) out += b % 10;
  }
  return out;
}

async function ask(path, body) {
  const answer = await fetch('/api/v1/reporting' + path, {
    method: 'POST', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': root.lang }, body: JSON.stringify(body),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error((said.errors || []).map((e) => e.detail || e.message).filter(Boolean).join(' ') || said.detail || said.title || String(answer.status));
  return said;
}

// ---- what a page shows ----------------------------------------------------

const status = one('[data-complaint-status]');
const say = (text, bad) => {
  status.textContent = text;
  status.classList.toggle('bad', Boolean(bad));
};

// busy runs one piece of work and tells what went wrong with it.
async function busy(button, text, act) {
  button.disabled = true;
  say(text);
  await new Promise((done) => setTimeout(done, 30)); // let the page show it
  try {
    await act();
  } catch (e) {
    say(e.message || String(e), true);
  } finally {
    button.disabled = false;
  }
}

function chosen(input) {
  const files = input ? [...input.files] : [];
  if (files.reduce((sum, f) => sum + f.size, 0) > maxFiles) throw new Error(t('文件合计最多 8 MB。', 'Files may have 8 MB together.'));
  return files;
}

function save(name, type, bytes) {
  const a = make('a', { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(a.href), 60000);
}

// show puts an opened letter in its place.
function show(box, bytes, want) {
  const letter = unpack(bytes);
  const body = one('[data-words]', box);
  body.replaceChildren(make('p', { className: 'words' }, letter.text));
  for (const f of letter.files || []) {
    const button = make('button', { type: 'button', className: 'btn' }, t('保存文件 ', 'Save the file ') + f.name);
    button.addEventListener('click', () => save(f.name, 'application/octet-stream', f.bytes));
    body.append(make('p', {}, button));
  }
  if (digest(bytes) !== want) body.append(make('p', { className: 'bad' }, t('内容与提交时记录的摘要不一致。', 'This is not what the digest of the filing says.')));
}

const groups = (receipt) => receipt.match(/.{1,4}/g).join(' ');

// ---- the reporter ---------------------------------------------------------

function report(form) {
  const people = () => all('[data-key]', form).filter((p) => !p.checked);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    busy(one('button[type=submit]', form), t('正在您的浏览器里加密……', 'Encrypting in your browser…'), async () => {
      const text = one('[name=words]', form).value.trim();
      if (!text) throw new Error(t('请写明发生了什么。', 'Say what has happened.'));
      const about = one('[name=about]:checked', form).value;
      const keys = people().filter((p) => p.dataset.duty === 'receiver').map((p) => p.dataset.key);
      const keepers = people().filter((p) => p.dataset.duty === 'custodian').map((p) => p.dataset.key);
      const receipt = digits(16);
      const secret = await age.generateX25519Identity();
      const own = await age.identityToRecipient(secret);
      const bytes = await pack(text, chosen(one('[name=files]', form)));
      const body = {
        body: form.dataset.body, lookup: await lookup(receipt), public: own, locked: await lock(secret, receipt),
        digest: digest(bytes), sealed: await seal(bytes, [...keys, own]), head: about === 'head',
        barred: all('[data-key]:checked', form).map((p) => p.value),
      };
      const name = one('[name=identity]', form);
      if (name && name.value.trim()) body.identity = await seal(utf8.encode(name.value.trim()), keepers);
      await ask('', body);
      form.remove();
      one('[data-receipt]').textContent = groups(receipt);
      one('[data-filed]').hidden = false;
      one('[data-filed] h2').focus();
      say('');
    });
  });
}

function channel(form) {
  let secret, at, keys, receipt, first;
  const view = one('[data-channel]');
  const read = async () => {
    const c = await ask('/channel', { lookup: at });
    secret ??= await unlock(c.locked, receipt);
    keys = c.keys;
    one('[data-state]').textContent = c.words;
    one('[data-steps]').replaceChildren(...(c.steps || []).map((s) => make('li', {}, make('span', { className: 'num' }, s.day + ' '), s.text)));
    const list = one('[data-letters]');
    list.replaceChildren();
    for (const l of c.letters || []) {
      const box = one('template', view).content.firstElementChild.cloneNode(true);
      one('[data-who]', box).textContent = l.ours ? t('受理人', 'Those who receive reports') : t('您', 'You');
      one('[data-day]', box).textContent = l.day;
      const bytes = await open(l.sealed, secret);
      if (l.seq === 1) first = bytes;
      show(box, bytes, l.digest);
      list.append(box);
    }
    view.hidden = false;
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    busy(one('button[type=submit]', form), t('正在打开……', 'Opening…'), async () => {
      receipt = one('[name=receipt]', form).value.replace(/\D/g, '');
      if (receipt.length !== 16) throw new Error(t('回执号是 16 位数字。', 'A receipt has sixteen digits.'));
      at = await lookup(receipt);
      await read();
      form.hidden = true;
      say('');
      one('[data-channel] h2').focus();
    });
  });
  const reply = one('[data-write]');
  reply.addEventListener('submit', (event) => {
    event.preventDefault();
    busy(one('button[type=submit]', reply), t('正在加密……', 'Encrypting…'), async () => {
      const text = one('textarea', reply).value.trim();
      if (!text) throw new Error(t('请先写下内容。', 'Write something first.'));
      const bytes = await pack(text, chosen(one('[type=file]', reply)));
      await ask('/letters', { lookup: at, digest: digest(bytes), sealed: await seal(bytes, keys) });
      reply.reset();
      await read();
      say(t('已送出。', 'Sent.'));
    });
  });
  one('[data-proof]').addEventListener('click', (event) => busy(event.target, t('正在取得证明……', 'Getting the proof…'), async () => {
    save('decision.json', 'application/json', utf8.encode(JSON.stringify(await ask('/proof', { lookup: at }), null, 2) + '\n'));
    save('what-i-filed.bin', 'application/octet-stream', first);
    say(t('已保存两个文件。', 'Two files were saved.'));
  }));
}

// ---- those who receive reports, and custodians -----------------------------

// unlocked tries a passphrase on the person's keys and gives those that it opens.
async function unlocked() {
  const passphrase = one('[data-passphrase]').value;
  const out = [];
  for (const el of all('[data-locked]')) {
    try { out.push(await unlock(el.dataset.locked, passphrase)); } catch { /* another key's passphrase */ }
  }
  if (!out.length) throw new Error(t('口令不对。', 'The passphrase is wrong.'));
  return out;
}

async function opened(text, secrets) {
  for (const s of secrets) {
    try { return await open(text, s); } catch { /* meant for another key */ }
  }
  throw new Error(t('这封信不是加密给您的钥匙的。', 'This was not encrypted to a key of yours.'));
}

const letter = async (src) => (await fetch(src, { cache: 'no-store' })).text();

function reader(button) {
  button.addEventListener('click', () => busy(button, t('正在解密……', 'Decrypting…'), async () => {
    const secrets = await unlocked();
    let closed = 0;
    for (const box of all('[data-letter]')) {
      try { show(box, await opened(await letter(box.dataset.letter), secrets), box.dataset.digest); } catch { closed++; }
    }
    const identity = one('[data-identity]');
    if (identity) identity.textContent = new TextDecoder().decode(await opened(identity.dataset.identity, secrets));
    say(closed ? t('有的信不是加密给您的钥匙的：', 'Letters not encrypted to a key of yours: ') + closed : t('已解密。内容只在这一页上。', 'Decrypted. The words are on this page alone.'));
  }));
}

// sealing lets the page's form carry what is made here when it is sent.
function sealing(made) {
  const form = one('main form.form');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    busy(one('button[type=submit]', form), t('正在加密……', 'Encrypting…'), async () => {
      for (const [name, value] of Object.entries(await made(form))) form.elements[name].value = value;
      HTMLFormElement.prototype.submit.call(form);
    });
  }, true);
}

const forms = {
  reply: async () => {
    const text = one('[data-text]').value.trim();
    if (!text) throw new Error(t('请先写下回复。', 'Write the answer first.'));
    const bytes = await pack(text, []);
    return { digest: digest(bytes), sealed: await seal(bytes, page.dataset.keys.split(' ')) };
  },
  key: async () => {
    const [a, b] = all('[data-passphrase]').map((el) => el.value);
    if (a.length < 12) throw new Error(t('口令至少 12 个字符。', 'A passphrase has at least 12 characters.'));
    if (a !== b) throw new Error(t('两次输入的口令不一致。', 'The two passphrases differ.'));
    const secret = await age.generateX25519Identity();
    return { public: await age.identityToRecipient(secret), locked: await lock(secret, a) };
  },
  agree: async () => {
    const plain = await opened(one('[data-identity]').dataset.identity, await unlocked());
    return { sealed: await seal(plain, [page.dataset.keys]) };
  },
  handover: async (form) => {
    const secrets = await unlocked();
    const to = one('[name=body]:checked', form) || one('[name=body]', form);
    const keys = (one(`[data-target="${CSS.escape(to.value)}"]`) || { dataset: {} }).dataset.keys;
    if (!keys) throw new Error(t('请选择移交给谁。', 'Choose to whom it goes.'));
    const out = [];
    for (const box of all('[data-letter]')) {
      out.push({ seq: Number(box.dataset.seq), sealed: await seal(await opened(await letter(box.dataset.letter), secrets), keys.split(' ')) });
    }
    return { letters: JSON.stringify(out) };
  },
};

const start = { report: () => report(one('[data-report]')), channel: () => channel(one('[data-open]')), read: () => reader(one('[data-decrypt]')) };
(start[page.dataset.complaint] || (() => sealing(forms[page.dataset.complaint])))();
all('[data-ready]').forEach((el) => { el.hidden = false; });
root.dataset.complaintReady = '';
