// hostile: a site whose every text is an attack stays a page of plain text.
//
// The same small site is built with a harmless word and with each attack in
// all the places that take free text.  The two pages must be one skeleton, the
// attack must read as typed, and nothing of it may run, even with the policy of
// the page switched off.  What the program refuses must end with status 2.
import { execFile } from 'node:child_process';
import {
	cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ATTACKS, ODD, REFUSED, WORD, partsOf, q } from './attack.mjs';
import { url } from './browser.mjs';
import { figuresOf } from './figures.mjs';
import * as check from './page.mjs';
import { report, reportAll } from './tap.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = 'attack/index.html';
const LONG = WORD.repeat(8);

// Where tags are replaced a text with tags is not typed.
const untagged = (text) => text.includes('{{') ? WORD : text;

// A site of `parts` built in `dir`; the status of the program.
function build(program, dir, parts) {
	const guide = path.join(dir, 'content', 'attack');

	mkdirSync(guide, { recursive: true });
	cpSync(path.join(ROOT, 'templates'), path.join(dir, 'templates'),
		{ recursive: true });
	cpSync(path.join(ROOT, 'pricing'), path.join(dir, 'pricing'),
		{ recursive: true });
	writeFileSync(path.join(dir, 'content', 'site.yaml'), parts.site);
	writeFileSync(path.join(guide, 'guide.yaml'), parts.yaml);
	writeFileSync(path.join(guide, 'index.md'), parts.text);

	return new Promise((done) => execFile(program, ['-C', dir, 'build', '-q'],
		{ timeout: 20000 }, (error, out, said) =>
			done({ status: error ? error.code ?? error.signal : 0, said })));
}

// The page as a list: elements, attributes and their values, and all text.
function skeleton(page) {
	return page.evaluate(() => {
		const shape = [], rest = /^(id|href|src|aria-labelledby|x[12]?|y[12]?|d|c[xy]|for)$/;
		const drawn = document.createElement('p');

		// in a picture words stand where they have room, in lines
		for (const svg of document.querySelectorAll('svg')) {
			const is = new Set([...svg.querySelectorAll('*')].map((e) =>
				`<${[e.localName, ...e.getAttributeNames().sort()].join(' ')}>`));

			shape.push(...is);
			drawn.append(svg.textContent.replace(/\s/g, ''));
			for (const text of svg.querySelectorAll('text'))
				text.remove();
		}
		for (const e of document.querySelectorAll(':not(svg, svg *)')) {
			const attr = [...e.attributes].map((a) =>
				rest.test(a.name) ? a.name : `${a.name}=${a.value}`);

			shape.push(`<${[e.localName, ...attr.sort()].join(' ')}>`);
		}
		return {
			shape,
			// a long title is cut
			text: document.body.textContent,
			title: document.title,
			drawn: drawn.textContent,
			link: [...document.querySelectorAll('[href]')].map((e) => e.href),
			ran: window.ran || [],
		};
	});
}

// What is no file, web page or address, or ran.
function unsafe(is, seen) {
	const good = /^(https?:|mailto:|file:\/\/\/|data:image\/svg\+xml,)/;
	const bad = is.link.filter((h) => !good.test(h));

	return [...seen, ...is.ran.map((r) => `ran: ${r}`),
		...bad.map((h) => `link: ${h}`)];
}

async function open(context, dir, file) {
	const { page, seen } = await check.watched(context, dir);

	await page.addInitScript(() => {
		window.ran = [];
		for (const name of ['alert', 'confirm', 'prompt'])
			window[name] = (...args) => window.ran.push(`${name} ${args}`);
	});
	await page.goto(url(dir, file), { waitUntil: 'load' });
	return { page, seen, is: await skeleton(page) };
}

// Names that do not fit into a chart stand below it: the twin with as many.
function fitting(twins, shown, file, tagged) {
	const lists = (is) => is.shape.filter((e) => e === '<ul class=legend>').length;

	return twins.find((t) => lists(t.is[file]) === lists(shown) &&
		(t.word === WORD || (t.asked === WORD) === tagged)) ?? twins[0];
}

function differ({ is, word }, file, b, text) {
	const a = is[file];
	const plain = (s) => s.split(text).join(word);
	const found = [];

	for (let i = 0; i < Math.max(a.shape.length, b.shape.length); i++)
		if (plain(b.shape[i] ?? 'nothing') !== (a.shape[i] ?? 'nothing')) {
			found.push(`${a.shape[i]} became ${b.shape[i]}`);
			break;
		}
	if (b.drawn.split(text.replace(/\s/g, '')).join(word) !== a.drawn)
		found.push(`drawn '${a.drawn}' became '${b.drawn}'`);
	if (plain(b.text) !== a.text) {
		const p = plain(b.text);
		let i = 0;

		while (p[i] === a.text[i])
			i++;
		const from = Math.max(i - 20, 0);

		found.push(`text '${a.text.slice(from, i + 60)}' became ` +
			`'${p.slice(from, i + 60)}'`);
	}
	return found;
}

// The site that says `text`, its pages and what is wrong with them.
async function twin(run, name, text, asked, twins) {
	const dir = path.join(run.temp, name), out = path.join(dir, 'public');
	const parts = partsOf(text, asked);
	const { status, said } = await build(run.program, dir, parts);
	const is = {}, pairs = [];

	if (status !== 0)
		return { is, pairs: [['builds', [`status ${status}`, said]]] };
	for (const file of ['index.html', PAGE]) {
		const { page, seen, is: shown } = await open(run.context, out, file);
		const found = unsafe(shown, seen);

		is[file] = shown;
		if (twins)
			found.push(...differ(fitting(twins, shown, file, asked !== text), file,
				shown, text));
		// references in a title count as many letters there
		found.push(...run.validate(out, file, ['long-title']));
		if ([...shown.title].length > 70)
			found.push(`the title is '${shown.title}'`);
		if (file === PAGE)
			found.push(...figuresOf(out, file,
				await check.contents(page)));
		found.push(...await check.overflow(page));
		pairs.push([`${file} is plain text`, found]);
		await page.close();
	}
	// braces of its text would be tags
	if (text.includes('{{'))
		return { is, pairs };

	const done = readFileSync(path.join(out, 'attack', 'index.md'), 'utf8');
	const { found, is: shown } = await inert(run, `${dir} again`, {
		...parts, text: bare(done),
	});

	is.again = shown;
	if (twins && shown)
		found.push(...differ(twins[0], 'again', shown, text));
	pairs.push(['the finished Markdown is plain text', found]);
	return { is, pairs };
}

function bare(text) {
	return `---\ntitle: a\ndescription: a\n---\n\n${text}\n`;
}

// What a site's page does that it should not.
async function inert(run, dir, parts) {
	const out = path.join(dir, 'public');
	const { status, said } = await build(run.program, dir, parts);

	if (status !== 0)
		return { found: [`status ${status}`, said] };

	const { page, seen, is } = await open(run.context, out, PAGE);

	await page.close();
	return { found: unsafe(is, seen), is };
}

// Bad input ends with status 2, a message, and nothing written.
async function refused(run, name, parts) {
	const dir = mkdtempSync(path.join(run.temp, 'refused')), found = [];
	const { status, said } = await build(run.program, dir, parts);

	if (status !== 2)
		found.push(`status ${status}`);
	if (!/^\S+:\d+:\d+: error: .* \[[a-z-]+\]$/m.test(said))
		found.push(`it says '${said}'`);
	if (existsSync(path.join(dir, 'public')))
		found.push('public/ is there');
	return [[`hostile: refused: ${name}`, found]];
}

async function all(run) {
	const named = (name, pairs) =>
		pairs.map(([what, found]) => [`hostile: ${name}: ${what}`, found]);
	const twins = [];

	for (const [name, word, asked] of [['a word', WORD, WORD],
		['a long word', LONG, LONG], ['a long word that was a tag', LONG, WORD]]) {
		const { is, pairs } = await twin(run, name, word, asked);

		await reportAll([pairs], (p) => named(name, p));
		twins.push({ is, word, asked });
	}
	await reportAll(Object.entries(ATTACKS), async ([name, text]) =>
		named(name, (await twin(run, name, text, untagged(text), twins)).pairs));

	const parts = partsOf(WORD);
	const { found } = await inert(run, path.join(run.temp, 'odd'),
		{ ...parts, text: bare(ODD.join('\n\n')) });

	report('hostile: odd Markdown does no harm', found);
	await reportAll(REFUSED, (text) =>
		refused(run, text, { ...parts, text: bare(text) }));
	await reportAll(['javascript:alert(1)', 'data:text/html,a', 'a b'], (to) =>
		refused(run, `a source at ${to}`, {
			...parts, yaml: parts.yaml.replace(/url: .*/, `url: ${q(to)}`),
		}));
}

export async function hostile(browser, program, validate) {
	const temp = mkdtempSync(path.join(tmpdir(), 'breakeven-hostile-'));

	try {
		await all({
			temp, validate,
			program: path.resolve(program),
			context: await browser.newContext({ bypassCSP: true }),
		});
	} finally {
		rmSync(temp, { recursive: true, force: true });
	}
}
