// search: finds pages and sections in the files of assets/search, which are
// scripts because a page on file:// can load nothing else.  They are loaded
// when somebody starts to type.  Without scripts there is the link to the list
// of guides, before which the field is put.
'use strict';

{
const SHOWN = 12; // results
const LOOKED = 36; // results from which those shown are taken
const EACH = 3; // of one page, before those of others
const WORDS = 5; // of what is typed
const COMMON = 400; // records: the files list no more of one word
const FILES = 4; // of words, for one word typed
const PLACE = [8, 4, 1]; // a word's weight in a title, a heading, a text

const assets = new URL('.', document.currentScript.src);
const root = new URL('..', assets);
let index; // searchIndex's promise, once asked for
const words = new Map(), records = new Map(); // promises of files by number
const waiting = new Map(); // name of a file to what takes its data

// The files call these.
globalThis.searchIndex = (data) => waiting.get('index')(data);
globalThis.searchWords = (n, data) => waiting.get(`w${n}`)(data);
globalThis.searchRecords = (n, data) => waiting.get(`r${n}`)(data);

function load(name) {
	return new Promise((resolve, reject) => {
		const script = document.createElement('script');

		waiting.set(name, resolve);
		script.src = new URL(`search/${name}.js`, assets);
		script.onerror = () => reject(new Error(name));
		script.onload = () => script.remove();
		document.head.append(script);
	});
}

function once(map, letter, n) {
	if (!map.has(n))
		map.set(n, load(`${letter}${n}`));
	return map.get(n);
}

// As the program cuts texts into words, so that they are the same.
function split(text) {
	return text.replace(/[A-Z]/g, (c) => c.toLowerCase())
		.match(/[0-9a-z\u00c0-\u1fff\u2c00-\uffff]+/g) ?? [];
}

// The program sorts by bytes, which is by code points.
function before(a, b) {
	const x = Array.from(a), y = Array.from(b);

	for (let i = 0; i < x.length && i < y.length; i++)
		if (x[i] !== y[i])
			return x[i].codePointAt(0) < y[i].codePointAt(0);
	return x.length < y.length;
}

// The numbers of the files that may hold words that start with `word`.
function files(first, word) {
	let from = 0;

	while (from + 1 < first.length && !before(word, first[from + 1]))
		from++;
	let to = from + 1;

	while (to < first.length && first[to].startsWith(word))
		to++;
	return Array.from({ length: Math.min(to - from, FILES) },
		(_, i) => from + i);
}

// Without the end of a plural.
function stem(word) {
	return word.length > 3 ? word.replace(/s$/, '') : word;
}

// The score of each record for one word typed: the best place it stands in; a
// whole word counts twice what the beginning of one does.
async function scores(first, word) {
	const found = new Map();

	for (const file of files(first, word)) {
		for (const [term, ...lists] of await once(words, 'w', file)) {
			if (!term.startsWith(word))
				continue;
			lists.forEach((list, place) => {
				const score = PLACE[place] * (stem(term) === word ? 2 : 1);
				let record = 0;

				for (const step of list) {
					record += step;
					if (score > (found.get(record) ?? 0))
						found.set(record, score);
				}
			});
		}
	}
	return found;
}

// Numbers of records, the best first: those with the most of the words, then
// by score, in which a rare word counts for more, then in the order of the site.
async function find(text) {
	const typed = [...new Set(split(text).map(stem))].slice(0, WORDS);
	const { words: first } = await (index ??= load('index'));
	const total = new Map();

	const found = await Promise.all(typed.map((w) => scores(first, w)));
	// what nearly all pages have tells none from another
	const tell = found.filter((f) => f.size && f.size < COMMON);

	for (const of of found) {
		const weight = 1 / Math.log2(2 + of.size);

		for (const [record, score] of of) {
			const t = total.get(record) ?? { record, words: 0, score: 0 };

			t.words += !tell.length || tell.includes(of);
			t.score += weight * score;
			total.set(record, t);
		}
	}
	const all = [...total.values()];
	const most = Math.max(0, ...all.map((t) => t.words));

	return all.filter((t) => t.words === most)
		.sort((a, b) => b.score - a.score || a.record - b.record)
		.map((t) => t.record);
}

async function fetchRecords(numbers) {
	const { file } = await index;

	return Promise.all(numbers.map(async (n) => {
		const list = await once(records, 'r', Math.floor(n / file));

		return list[n % file];
	}));
}

// A few of each page, those that are left after them.
function mix(results) {
	const of = new Map(), some = [], rest = [];

	for (const result of results) {
		const page = result[0].split('#')[0];
		const n = of.get(page) ?? 0;

		(n < EACH ? some : rest).push(result);
		of.set(page, n + 1);
	}
	return [...some, ...rest].slice(0, SHOWN);
}

function element(name, attributes, text) {
	const e = document.createElement(name);

	for (const [key, value] of Object.entries(attributes))
		e.setAttribute(key, value);
	e.textContent = text ?? '';
	return e;
}

// The field, its list of results, and what is said of them

function build(links) {
	const box = element('div', { class: 'search', role: 'search' });
	const input = element('input', {
		type: 'search', id: 'page-search', role: 'combobox',
		'aria-label': 'Search', 'aria-autocomplete': 'list',
		'aria-controls': 'page-results', 'aria-expanded': 'false',
		autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
		placeholder: 'Search', enterkeyhint: 'go',
	});
	const list = element('div', {
		id: 'page-results', role: 'listbox', 'aria-label': 'Results',
		class: 'results', hidden: '',
	});
	const status = element('p', { role: 'status', class: 'said' });
	let active = -1; // of the results
	let asked = 0; // questions so far: late answers to old ones are dropped

	const options = () => [...list.children];
	const open = () => !list.hidden;

	function activate(i) {
		options().forEach((o, k) =>
			o.setAttribute('aria-selected', String(k === i)));
		active = i;
		if (i < 0) {
			input.removeAttribute('aria-activedescendant');
			return;
		}
		input.setAttribute('aria-activedescendant', options()[i].id);
		options()[i].scrollIntoView({ block: 'nearest' });
	}

	function show(yes) {
		list.hidden = !yes;
		input.setAttribute('aria-expanded', String(yes));
		if (!yes)
			activate(-1);
	}

	function fill(results) {
		list.replaceChildren(...results.map(([href, title, heading], i) => {
			const option = element('a', {
				role: 'option', id: `page-result-${i}`, tabindex: '-1',
				'aria-selected': 'false', href: new URL(href, root).href,
			}, heading || title);

			if (heading)
				option.append(' ', element('span', { class: 'of' }, title));
			return option;
		}));
		activate(-1);
		show(results.length > 0);
	}

	async function ask() {
		const question = ++asked;
		const text = input.value.trim();

		if (text.length < 2) {
			fill([]);
			status.textContent = '';
			return;
		}
		try {
			const found = await find(text);
			const results = mix(await fetchRecords(found.slice(0, LOOKED)));

			if (question !== asked)
				return;
			fill(results);
			status.textContent = !found.length ? 'Nothing found'
				: found.length > SHOWN ? `The first ${SHOWN} of ${found.length} results`
				: `${found.length} result${found.length === 1 ? '' : 's'}`;
		} catch {
			status.textContent = 'The search cannot be loaded';
		}
		box.classList.toggle('empty', !list.children.length);
	}

	function move(event) {
		const n = list.children.length;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];

		if (step && n) {
			event.preventDefault();
			if (!open())
				show(true);
			// one place before the first is none: back to the field
			activate((active + 1 + step + n + 1) % (n + 1) - 1);
		} else if (event.key === 'Enter' && open()) {
			event.preventDefault();
			options()[Math.max(active, 0)].click();
		} else if (event.key === 'Escape') {
			if (open())
				event.preventDefault();
			else
				input.value = '';
			show(false);
		}
	}

	input.addEventListener('input', ask);
	input.addEventListener('keydown', move);
	input.addEventListener('focus', () => {
		if (list.children.length)
			show(true);
	});
	list.addEventListener('click', () => show(false));
	box.addEventListener('focusout', (event) => {
		if (!box.contains(event.relatedTarget))
			show(false);
	});
	addEventListener('keydown', (event) => {
		const busy = event.target.closest?.('input, textarea, [contenteditable]');

		if (event.key !== '/' || busy || event.ctrlKey || event.metaKey || event.altKey)
			return;
		event.preventDefault();
		input.focus();
	});
	box.append(input, list, status);
	links.before(box);
}

document.querySelectorAll('.masthead > .site').forEach(build);
}
