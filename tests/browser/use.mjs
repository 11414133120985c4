// use: what a reader does on a page: opens figures, turns tabs, copies, changes
// the theme, prints.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { serve, url } from './browser.mjs';
import { fullId, load } from './figures.mjs';
import { axe } from './page.mjs';

const MOST = 60 * 1024; // [byte] gzipped, of a page and all it loads

// The page and its assets.
export function weight(dir, file, link) {
	const needs = link.filter((l) => /\/?assets\/[^/]+$/.test(l))
		.map((l) => path.posix.join(path.posix.dirname(file), l));
	const sum = [file, ...new Set(needs)]
		.map((f) => gzipSync(readFileSync(path.join(dir, f)), { level: 9 }).length)
		.reduce((a, b) => a + b);

	return sum > MOST ? [`${sum} bytes of ${MOST}`] : [];
}

// The note of every figure has what figures.json knows of it.
export function noteTexts(page, dir, file) {
	const found = [], known = Object.fromEntries(load(dir, file, found));

	return page.evaluate(({ all, start }) => {
		const bad = [];

		for (const note of document.querySelectorAll('.notes > [id^=fig-]')) {
			const is = all[start + note.id.replace('fig-', '')];
			const list = document.getElementById(note
				.querySelector('[popovertarget]')
				?.getAttribute('popovertarget'));
			const text = note.textContent + (list?.textContent ?? '');
			const sum = text.includes('the sum of these:');
			const says = [is?.display, is?.exact, sum ? '' : is?.formula,
				...Object.entries(is?.values ?? {}).flat(),
				...(is?.sources ?? []).map((s) => s.retrieved),
				...(is?.prices ?? []).map((p) => p.key)];
			const links = [note, list ?? note].flatMap((n) =>
				[...n.querySelectorAll('a')].map((x) =>
					decodeURIComponent(x.getAttribute('href'))));

			for (const s of says)
				if (s && !text.includes(s))
					bad.push(`${note.id} does not say '${s}'`);
			for (const s of is?.sources ?? [])
				if (!links.includes(decodeURIComponent(s.url)))
					bad.push(`${note.id} does not link ${s.url}`);
			if (!links.includes(`#${note.id}`))
				bad.push(`${note.id} has no link to itself`);
		}
		return bad;
	}, { all: known, start: fullId(file, '') });
}

// Every figure opens its note in the window; on a phone, where all notes stand
// in one place, some of them do.
export async function notes(page) {
	const found = [];

	for (const [width, most] of [[1440, Infinity], [390, 30], [320, 30]]) {
		await page.setViewportSize({ width, height: 800 });
		found.push(...await page.evaluate((limit) => {
			const bad = [], first = new Map();

			for (const e of document.querySelectorAll('button.fig')) {
				const id = e.getAttribute('popovertarget');

				if (!first.has(id))
					first.set(id, e);
			}
			const step = Math.ceil(first.size / limit) || 1;

			for (const [i, [id, e]] of [...first].entries()) {
				const note = document.getElementById(id);

				if (i % step)
					continue;
				e.scrollIntoView({ block: 'center' });
				e.click();
				if (!note?.matches('[popover]:popover-open')) {
					bad.push(`${id} does not open`);
					continue;
				}
				const r = note.getBoundingClientRect();

				if (r.left < 0 || r.top < 0 || r.right > innerWidth ||
				    r.bottom > innerHeight)
					bad.push(`${id} is not in the window`);
				if (r.width < 200 || r.height < 60)
					bad.push(`${id} is ${r.width} by ${r.height}`);
				note.hidePopover();
			}
			return bad;
		}, most));
	}
	return found;
}

// The first figure in the text whose note has sources, or null.
function someFigure(page) {
	return page.evaluate(() => [...document.querySelectorAll('button.fig')]
		.map((e) => e.getAttribute('popovertarget'))
		.find((id) => document.getElementById(id)?.querySelector('ul, button')) ?? null);
}

// An open note is as accessible as the page.
export async function noteAxe(page, scheme) {
	const id = await someFigure(page);

	if (!id)
		return [];
	await page.evaluate((target) => document.querySelector(
		`[popovertarget="${CSS.escape(target)}"]`).click(), id);
	const found = await axe(page,
		{ width: 1440, scheme, part: '[popover]:popover-open' });

	await page.keyboard.press('Escape');
	return found;
}

// Under the mouse a figure says what it is.
export async function noteHint(page) {
	const fig = page.locator('.content .fig').first();

	if (!await page.locator('.content .fig').count())
		return [];
	await page.setViewportSize({ width: 1440, height: 900 });
	await fig.scrollIntoViewIfNeeded();
	await fig.hover();
	return await fig.getAttribute('title') ? [] : ['it has no hint'];
}

// By keyboard: Enter opens, Tab goes in, Escape closes and comes back.
export async function noteKeys(page) {
	const id = await someFigure(page), found = [];

	if (!id)
		return [];

	const button = page.locator(`[popovertarget="${id}"]`).first();
	const is = () => page.evaluate((target) => ({
		open: document.getElementById(target).matches(':popover-open'),
		inside: document.getElementById(target)
			.contains(document.activeElement),
		back: document.activeElement.getAttribute('popovertarget') === target,
	}), id);

	await button.focus();
	await page.keyboard.press('Enter');
	if (!(await is()).open)
		found.push('Enter does not open it');
	await page.keyboard.press('Tab');
	if (!(await is()).inside)
		found.push('Tab does not go into it');
	await page.keyboard.press('Escape');
	if ((await is()).open)
		found.push('Escape does not close it');
	if (!(await is()).back)
		found.push('the focus does not come back');
	return found;
}

// The address of a note shows it, with scripts beside its figure.
export async function noteAddress(context, dir, file, scripts) {
	const page = await context.newPage(), found = [];

	await page.goto(url(dir, file));
	const id = await someFigure(page);

	await page.goto('about:blank');
	if (id) {
		await page.goto(`${url(dir, file)}#${id}`);
		if (scripts)
			await page.waitForSelector('[popover]:popover-open',
				{ timeout: 1000 }).catch(() => {});
		const is = await page.evaluate((target) => {
			const note = document.getElementById(target);
			const r = note.getBoundingClientRect();
			const b = document.querySelector(
				`[popovertarget="${CSS.escape(target)}"]`).getBoundingClientRect();

			return {
				shown: r.height > 0 && r.top >= 0 && r.bottom <= innerHeight,
				open: note.matches(':popover-open'),
				beside: b.top >= 0 && b.bottom <= innerHeight,
			};
		}, id);

		if (!is.shown)
			found.push(`#${id} is not shown`);
		if (scripts && !(is.open && is.beside))
			found.push(`#${id} is not beside its figure`);
		if (!scripts) {
			await page.locator('.notes > .close').click();
			if (await page.locator(`[id="${id}"]`).isVisible())
				found.push('Close does not close it');
		}
	}
	await page.close();
	return found;
}

// Each tab shows its panel and hides the others, by mouse and by arrow keys.
export async function tabs(page) {
	const found = [];

	for (const group of await page.locator('.tabs').all()) {
		const radio = group.locator(':scope > input');
		const n = await radio.count();
		const shown = () => group.evaluate((g) =>
			[...g.querySelectorAll(':scope > .panel')].map((p) =>
				+(p.offsetHeight > 0)).join(''));
		const only = (i) => [...Array(n).keys()].map((k) => +(k === i)).join('');
		const expect = async (i, how) => {
			const is = await shown();

			if (is !== only(i))
				found.push(`${how}: panels ${is}, not ${only(i)}`);
		};

		await expect(0, 'at first');
		await group.locator(':scope > label').nth(n - 1).click();
		await expect(n - 1, 'a click on the last tab');
		await radio.nth(n - 1).focus();
		await page.keyboard.press('ArrowRight');
		await expect(0, 'the right arrow');
	}
	return found;
}

// Each disclosure opens and closes by Enter and by the space bar.
export async function disclosures(page) {
	const found = [];

	await page.setViewportSize({ width: 390, height: 800 });
	for (const one of await page.locator('details:visible').all()) {
		const open = () => one.evaluate((e) => e.open);
		const was = await open();
		const summary = one.locator(':scope > summary');
		const name = await summary.textContent();

		await summary.focus();
		await page.keyboard.press('Enter');
		if (await open() === was)
			found.push(`Enter does nothing to '${name}'`);
		await page.keyboard.press('Space');
		if (await open() !== was)
			found.push(`the space bar does not undo it: '${name}'`);
	}
	return found;
}

// What is done with the clipboard: pages that are looked at side by side have
// one between them, so they take turns.
let clipboard = Promise.resolve();

// Copies the code as it is.
export function copy(page) {
	const turn = clipboard.then(() => copyAlone(page));

	clipboard = turn.catch(() => {}); // whoever asked for it is told
	return turn;
}

async function copyAlone(page) {
	const code = page.locator('.code').first(), found = [];

	if (!await page.locator('.content pre').count())
		return [];
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	const button = code.locator('.copy');

	// What it says then, it says for two seconds: too short to look later.
	await button.evaluate((b) => new MutationObserver(() =>
		b.dataset.said ??= b.textContent).observe(b, { childList: true }));
	await button.focus();
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => document.querySelector('.copy').dataset.said);
	const { text, copied, label } = await page.evaluate(async () => ({
		text: document.querySelector('.code > pre').textContent,
		copied: await navigator.clipboard.readText(),
		label: document.querySelector('.copy').dataset.said,
	}));

	if (copied !== text)
		found.push(`'${copied.slice(0, 40)}' for '${text.slice(0, 40)}'`);
	if (label !== 'Copied')
		found.push(`the button says '${label}'`);
	return found;
}

// The theme's button, by keyboard, and whether the choice is remembered.
export async function theme(browser, dir, file) {
	const context = await browser.newContext();

	await serve(context, dir);
	const page = await context.newPage(), found = [];
	const look = () => page.evaluate(() =>
		getComputedStyle(document.body).backgroundColor);
	const press = async () => {
		await page.locator('.theme').focus();
		await page.keyboard.press('Enter');
	};

	await page.emulateMedia({ colorScheme: 'light' });
	await page.goto(url(dir, file));
	if (!await page.locator('.masthead').count()) {
		await context.close();
		return [];
	}
	const light = await look();

	await page.emulateMedia({ colorScheme: 'dark' });
	const dark = await look();

	if (light === dark)
		found.push('light and dark are the same');
	await press();
	if (await look() !== light)
		found.push('the first press is not light');
	await page.reload();
	if (await look() !== light)
		found.push('light is not remembered');
	await page.emulateMedia({ colorScheme: 'light' });
	await press();
	if (await look() !== dark)
		found.push('the second press is not dark');
	await press();
	if (await look() !== light)
		found.push('the third press is not as the system');
	await page.reload();
	if (await page.evaluate(() => 'theme' in document.documentElement.dataset))
		found.push('the system is not remembered');
	await context.close();
	return found;
}

// On paper: no navigation, no notes, all tabs, no table cut.
export async function paper(page) {
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	await page.setViewportSize({ width: 673, height: 970 }); // A4 less its margins
	const found = await page.evaluate(() => {
		const bad = [];
		const shown = (e) => e.checkVisibility() && e.getClientRects().length > 0;
		const hide = '.masthead, .outline, .crumbs, .neighbours, .skip, .anchor, ' +
			'.copy, .theme, [popover]';

		for (const e of document.querySelectorAll(hide))
			if (shown(e))
				bad.push(`it prints ${e.outerHTML.slice(0, 60)}`);
		for (const e of document.querySelectorAll('.tabs > .panel'))
			if (!shown(e))
				bad.push(`it lacks ${e.textContent.slice(0, 60)}`);
		for (const e of document.querySelectorAll('table, pre, svg, .fig'))
			if (shown(e) && e.getBoundingClientRect().right > innerWidth + 1)
				bad.push(`it cuts ${e.outerHTML.slice(0, 60)}`);
		for (const e of document.querySelectorAll('.num')) {
			const words = document.createRange();

			words.selectNodeContents(e);
			const line = new Set([...words.getClientRects()].map((r) =>
				Math.round(r.bottom)));

			if (line.size > e.textContent.trim().split(/\s+/).length + 1)
				bad.push(`it breaks '${e.textContent}' in ${line.size} lines`);
		}
		if (getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)')
			bad.push('its paper is not white');
		return bad;
	});

	await page.emulateMedia({ media: null, colorScheme: 'light' });
	return found;
}
