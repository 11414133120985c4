// search: what a reader finds, and by which keys.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

import { url } from './browser.mjs';
import * as check from './page.mjs';

const FIELD = '#page-search';

// The records of the index, by what its files say of themselves.
export function records(site) {
	const all = [];
	const read = (name) => readFileSync(
		path.join(site, 'assets/search', `${name}.js`), 'utf8');
	let index;

	vm.runInNewContext(read('index'), { searchIndex: (x) => { index = x; } });
	for (let i = 0; i * index.file < index.records; i++)
		vm.runInNewContext(read(`r${i}`),
			{ searchRecords: (n, list) => all.push(...list) });
	return all;
}

async function results(page) {
	await page.waitForFunction(() =>
		document.querySelector('.search [role=status]').textContent);
	return page.locator('[role=option]').evaluateAll((all) =>
		all.map((e) => ({ href: e.href, text: e.textContent })));
}

async function type(page, text) {
	await page.fill(FIELD, '');
	await page.fill(FIELD, text);
	return results(page);
}

// What is typed in full, by its beginning, and in other letters, finds a page.
async function finds(page, title, href) {
	const found = [];
	const words = title.split(/\W+/).filter((w) => w.length > 3);

	for (const text of [title, title.toUpperCase(), words.at(-1)?.slice(0, 4) ?? title]) {
		const hits = await type(page, text);

		if (!hits.some((h) => h.href === href))
			found.push(`'${text}' does not find '${title}'`);
	}
	return found;
}

async function keys(page, text) {
	const found = [];
	const state = () => page.evaluate((field) => {
		const e = document.querySelector(field);
		const id = e.getAttribute('aria-activedescendant');

		return {
			focus: document.activeElement === e,
			open: e.getAttribute('aria-expanded') === 'true' &&
				!document.querySelector('[role=listbox]').hidden,
			active: id && document.getElementById(id).getAttribute('aria-selected'),
			first: id === document.querySelector('[role=option]')?.id,
		};
	}, FIELD);

	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press('/');
	if (!(await state()).focus)
		found.push('/ does not lead to the field');
	await type(page, text);
	if (!(await state()).open)
		found.push('no list opens');
	await page.keyboard.press('ArrowDown');
	if ((await state()).active !== 'true' || !(await state()).first)
		found.push('the arrow does not lead to the first result');
	await page.keyboard.press('ArrowUp');
	if ((await state()).active)
		found.push('the arrow does not lead back to the field');
	await page.keyboard.press('ArrowUp');
	if ((await state()).active !== 'true' || (await state()).first)
		found.push('the arrow does not lead round to the last result');
	await page.keyboard.press('Escape');
	if ((await state()).open || !(await state()).focus)
		found.push('Escape does not close the list alone');
	await page.keyboard.press('Escape');
	if (await page.inputValue(FIELD))
		found.push('a second Escape does not empty the field');
	return found;
}

async function enter(page, text) {
	const [first] = await type(page, text);

	// also where the first result is this page
	const [answer] = await Promise.all([
		page.waitForNavigation({ waitUntil: 'domcontentloaded' }),
		page.keyboard.press('Enter'),
	]);

	return answer.url() === first.href ? [] : [`it opens ${answer.url()}`];
}

// Pairs of a name and what is wrong, on one page of the site.
export async function search(context, site, file) {
	const { page, seen } = await check.quiet(context, site, file);
	const requests = [];
	const [guide] = records(site).map(([href, title]) =>
		({ href: url(site, href), title }));

	page.on('request', (r) => requests.push(r.url()));
	const early = await page.evaluate(() => !!globalThis.searchIndex &&
		performance.getEntriesByType('resource').some((e) => /assets\/search\//.test(e.name)));
	const pairs = [
		['loads nothing before somebody types', early ? ['it does'] : []],
		['finds', await finds(page, guide.title, guide.href)],
		['says when nothing is found',
			(await type(page, 'zzzzqqqq')).length ? ['it finds something'] : []],
		['by keyboard', await keys(page, guide.title)],
	];

	await type(page, guide.title);
	for (const scheme of ['light', 'dark'])
		pairs.push([`accessible, ${scheme}`,
			await check.axe(page, { width: 390, scheme })]);
	pairs.push(['Enter opens the first result', await enter(page, guide.title)]);
	pairs.push(['asks no host', requests.filter((r) => !r.startsWith('file:'))]);
	pairs.push(['without a word', seen]);
	await page.close();
	return pairs.map(([name, found]) => [`search from ${file}: ${name}`, found]);
}
