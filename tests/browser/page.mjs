// page: what must hold for one HTML page of a site, whatever it is about.
import axeCore from 'axe-core';

import { LOST, ROOT, url } from './browser.mjs';

const WIDTHS = [320, 390, 1440, 3840];
const CSP = [
	"default-src 'none'",
	"style-src 'self'",
	"script-src 'self'",
	"img-src 'self' data:",
	"base-uri 'none'",
	"form-action 'none'",
];

// A page that writes down what it says, asks for and is refused.
export async function watched(context, dir) {
	const page = await context.newPage();
	const seen = [], asked = [];
	const homes = [`${url(dir, '')}/`, ROOT];

	page.on('console', (m) => seen.push(`console: ${m.type()}: ${m.text()}`));
	page.on('pageerror', (e) => seen.push(`error: ${e.message}`));
	page.on('dialog', (d) => {
		seen.push(`dialog: ${d.message()}`);
		d.dismiss();
	});
	page.on('requestfailed', (r) => seen.push(`failed: ${r.url()}`));
	page.on('request', (r) => {
		asked.push(r.url());
		if (!homes.some((h) => r.url().startsWith(h)) &&
		    !r.url().startsWith('data:'))
			seen.push(`asks for ${r.url()}`);
	});
	await page.addInitScript(() => {
		window.refused = [];
		addEventListener('securitypolicyviolation', (e) => window.refused.push(
			`policy: ${e.effectiveDirective}: ${e.blockedURI}`));
	});
	return { page, seen, asked };
}

// Loads, in silence, with its style and under its policy.
export async function quiet(context, dir, file) {
	const { page, seen, asked } = await watched(context, dir);

	await page.goto(url(dir, file), { waitUntil: 'load' });
	seen.push(...await page.evaluate(() => window.refused));
	if (!asked.some((u) => u.endsWith('/assets/style.css')))
		seen.push('the style sheet is not asked for');
	const { margin, policy, inline } = await page.evaluate(() => ({
		margin: getComputedStyle(document.body).margin,
		policy: document.querySelector(
			'meta[http-equiv="Content-Security-Policy"]')?.content,
		inline: [...document.querySelectorAll(
			'script:not([src]), style, [style], [srcdoc]')].concat(
			[...document.querySelectorAll('*')].filter((e) =>
				e.getAttributeNames().some((n) => n.startsWith('on'))))
			.map((e) => e.outerHTML.slice(0, 80)),
	}));
	if (margin !== '0px')
		seen.push('the style sheet has no effect');
	if (policy !== CSP.join('; '))
		seen.push(`the policy is '${policy}'`);
	seen.push(...inline.map((e) => `inline: ${e}`));
	return { page, seen };
}

// What the policy forbids is refused: scripts and styles within the page, and
// whatever comes from elsewhere.
export async function policy(context, dir, file) {
	const { page } = await watched(context, dir);

	await page.goto(url(dir, file), { waitUntil: 'load' });
	const found = await page.evaluate(async () => {
		const host = 'https://site.invalid';
		const tries = [
			['script', { text: 'window.ran = true' }, 'script-src-elem: inline'],
			['style', { textContent: 'body { margin: 7px }' },
				'style-src-elem: inline'],
			['script', { src: `${host}/a.js` }, `script-src-elem: ${host}/a.js`],
			['link', { rel: 'stylesheet', href: `${host}/a.css` },
				`style-src-elem: ${host}/a.css`],
			['img', { src: `${host}/a.png` }, `img-src: ${host}/a.png`],
		];

		for (const [tag, properties] of tries)
			document.body.append(
				Object.assign(document.createElement(tag), properties));
		await fetch(`${host}/`).catch(() => {});
		await new Promise((done) => setTimeout(done, 100));

		const bad = [...tries.map((t) => t[2]), `connect-src: ${host}/`]
			.filter((what) => !window.refused.includes(`policy: ${what}`))
			.map((what) => `not refused: ${what}`);

		if (window.ran)
			bad.push('an inline script runs');
		if (getComputedStyle(document.body).margin !== '0px')
			bad.push('an inline style is taken');
		return bad;
	});

	await page.close();
	return found;
}

// axe-core, run past the page's policy, not instead of it: on what `part`
// selects, by the rules in `only`, or on all by all.
export async function axe(page, { width, scheme, part, only }) {
	await page.setViewportSize({ width, height: 900 });
	await page.emulateMedia({ colorScheme: scheme });
	await page.evaluate(`window.axe || (() => { ${axeCore.source} })()`);
	const { violations } = await page.evaluate(({ select, rules }) => {
		// what is folded up is judged too
		for (const d of document.querySelectorAll('details'))
			d.open = true;
		return window.axe.run(select ?? document, {
			resultTypes: ['violations'],
			// the style sheet is not fetched again, which the policy forbids
			preload: false,
			...rules && { runOnly: { type: 'rule', values: rules } },
		});
	}, { select: part, rules: only });

	return violations.flatMap((v) => v.nodes.map((n) =>
		`${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`));
}

// Calls `find` in the page at every width.
async function atWidths(page, find) {
	const found = [];

	for (const width of WIDTHS) {
		await page.setViewportSize({ width, height: 900 });
		found.push(...(await page.evaluate(find)).map((f) =>
			`at ${width} px: ${f}`));
	}
	return found;
}

// No page is wider than its window.
export function overflow(page) {
	return atWidths(page, () => {
		const wide = document.documentElement.scrollWidth;
		const out = (e) => e.getBoundingClientRect().right > innerWidth + 1;

		if (wide <= innerWidth)
			return [];
		return [`${wide} px wide, as of ` + [...document.querySelectorAll('body *')]
			.filter((e) => out(e) && !e.closest('.scroll, pre'))
			.slice(0, 3).map((e) => e.outerHTML.slice(0, 60)).join(' ')];
	});
}

// The words of a chart are whole, and none lies on another.
export function labels(page) {
	return atWidths(page, () => {
		const bad = [];

		for (const svg of document.querySelectorAll('svg[role=img]')) {
			// a line of text is taller than its ink
			const frame = svg.closest('.scroll') ? svg.getBoundingClientRect() :
				{ left: 0, right: innerWidth };
			const box = [...svg.querySelectorAll('text')].map((t) => {
				const r = t.getBoundingClientRect(), air = r.height / 5;

				return {
					says: t.textContent, shown: r.width > 0,
					left: r.left, right: r.right,
					top: r.top + air, bottom: r.bottom - air,
				};
			}).filter((b) => b.shown);

			for (const [i, a] of box.entries()) {
				if (a.left < frame.left - 1 || a.right > frame.right + 1)
					bad.push(`'${a.says}' is cut`);
				for (const b of box.slice(0, i))
					if (a.left < b.right && b.left < a.right &&
					    a.top < b.bottom && b.top < a.bottom)
						bad.push(`'${a.says}' lies on '${b.says}'`);
			}
		}
		return bad;
	});
}

// No line starts with the mark behind a figure, or ends with that before it.
export function marks(page) {
	return atWidths(page, () => {
		const bad = [];
		const box = (node, at) => {
			const range = document.createRange();

			range.setStart(node, at);
			range.setEnd(node, at + 1);
			return range.getBoundingClientRect();
		};

		for (const fig of document.querySelectorAll('main .fig')) {
			const line = [...fig.getClientRects()];
			const part = fig.closest('p, li, td, th, dd, h2, h3, h4, figcaption');

			if (!line.length || !part)
				continue;
			const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
			const texts = [];

			while (walk.nextNode())
				texts.push(walk.currentNode);
			const own = texts.findIndex((t) => fig.contains(t));
			const before = texts[own - 1], behind = texts[own + 1];

			if (/^[.,;:!?)\]]/.test(behind?.data) &&
			    box(behind, 0).top >= line.at(-1).bottom)
				bad.push(`'${fig.textContent}' | '${behind.data.slice(0, 9)}'`);
			if (/[(\[]$/.test(before?.data) &&
			    box(before, before.length - 1).bottom <= line[0].top)
				bad.push(`'${before.data.slice(-9)}' | '${fig.textContent}'`);
		}
		return bad;
	});
}

// In a column of numbers the points are below each other, and what is selected
// is what is shown.
export function decimals(page) {
	return page.evaluate(() => {
		const NUMBER = /^([^\d]{0,3}[\d,]+)(?:\.\d+)?([^\d.,]*)$/;
		const bad = [];

		// where the whole part of a number ends
		const end = (cell, whole) => {
			const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
			const range = document.createRange();
			const text = walk.nextNode();

			range.setStart(text, whole.length - 1);
			range.setEnd(text, whole.length);
			return range.getBoundingClientRect().right;
		};

		// the column of each cell, beside those that reach down from above
		const columns = (table) => {
			const free = [], at = new Map();

			for (const row of table.rows) {
				let column = 0;

				for (const cell of row.cells) {
					while (free[column] > row.rowIndex)
						column++;
					at.set(cell, column);
					for (let i = 0; i < cell.colSpan; i++)
						free[column++] = row.rowIndex + cell.rowSpan;
				}
			}
			return at;
		};

		for (const table of document.querySelectorAll('.content table')) {
			const first = new Map(), column = columns(table);

			for (const cell of table.querySelectorAll('td.num')) {
				const [, whole, unit] = NUMBER.exec(cell.textContent) ?? [];
				const key = [column.get(cell), whole?.includes('$'), unit].join();

				if (!whole || !cell.getClientRects().length)
					continue;
				const x = end(cell, whole), is = first.get(key) ?? { x, cell };

				first.set(key, is);
				if (Math.abs(x - is.x) > 1)
					bad.push(`'${cell.textContent}' is ` +
						`${(x - is.x).toFixed(1)} px off '${is.cell.textContent}'`);
			}
			getSelection().selectAllChildren(table);
			const copied = getSelection().toString().replace(/\s+/g, '');
			const shown = [...table.rows].map((r) => r.textContent).join('')
				.replace(/\s+/g, '');

			if (!copied.includes(shown))
				bad.push(`of '${shown.slice(0, 60)}' is selected ` +
					`'${copied.slice(0, 60)}'`);
		}
		getSelection().removeAllRanges();
		return bad;
	});
}

// The first stop of the keyboard skips to the content, each stop is seen, and
// what it opens first closes again.
export async function keyboard(page) {
	const found = [];
	const stop = () => page.evaluate(() => {
		const e = document.activeElement, s = getComputedStyle(e);
		const r = e.getBoundingClientRect();

		return {
			what: e.outerHTML.slice(0, 80),
			body: e === document.body,
			skip: e.matches('.skip'),
			menu: e.matches('[popovertarget]'),
			target: e.getAttribute('href'),
			ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1,
			inView: r.bottom > 0 && r.right > 0 && r.top < innerHeight &&
				r.left < innerWidth && r.width > 0 && r.height > 0,
		};
	});
	const open = () => page.evaluate(() =>
		!!document.querySelector('[popover]:popover-open'));
	let menu = false;

	await page.setViewportSize({ width: 1440, height: 900 });
	await page.evaluate(() => {
		history.replaceState(null, '', location.pathname);
		scrollTo(0, 0);
		document.activeElement.blur();
	});
	for (let i = 0; i < 30; i++) {
		await page.keyboard.press('Tab');
		const at = await stop();

		if (at.body)
			break;
		if (!i && !at.skip)
			found.push(`the first stop is ${at.what}`);
		if (!at.ring)
			found.push(`no ring round ${at.what}`);
		if (!at.inView)
			found.push(`not in view: ${at.what}`);
		if (at.menu && !menu) {
			menu = true;
			await page.keyboard.press('Enter');
			if (!await open())
				found.push(`Enter does not open ${at.what}`);
			await page.keyboard.press('Tab');
			if (!await page.evaluate(() =>
				document.activeElement.matches('[popover] :is(a, button)')))
				found.push('the stop after what opens is not in it');
			await page.keyboard.press('Escape');
			if (await open())
				found.push('Escape does not close it');
		}
	}
	return found;
}

// How many pages it prints on.
export async function printed(page) {
	const pdf = await page.pdf({ format: 'A4' });

	return (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
}

// What the page is made of, for the checks across pages; its text is without
// what scripts add.
export function contents(page) {
	return page.evaluate(() => {
		const added = [...document.querySelectorAll('.copy, .theme, .said')];

		for (const e of added)
			e.hidden = true;
		const text = document.body.innerText;

		for (const e of added)
			e.hidden = false;
		return {
			text,
			id: [...document.querySelectorAll('[id]')].map((e) => e.id),
			link: [...document.querySelectorAll('[href], [src]')].map((e) =>
				e.getAttribute('href') ?? e.getAttribute('src')),
			noted: [...document.querySelectorAll('.notes > [id^=fig-]')].map((e) =>
				e.id.replace('fig-', '')),
			figure: [...document.querySelectorAll('.fig')].map((e) => ({
				id: (e.getAttribute('popovertarget') ??
					decodeURIComponent(e.hash.slice(1))).replace('fig-', ''),
				text: e.textContent,
			})),
		};
	});
}

// Links within the site that lead nowhere; others are of the web.
export function deadLinks(file, link, page, all) {
	const found = [];
	const base = new URL(file, 'site:///');

	for (const href of link) {
		if (/^(https:|http:|mailto:|data:image\/svg\+xml,)/.test(href))
			continue;
		if (/^[a-z][a-z0-9+.-]*:/i.test(href) ||
		    (href.startsWith('/') && file !== LOST)) {
			found.push(`${href} leaves the site`);
			continue;
		}
		const to = new URL(href, base);
		const name = decodeURIComponent(to.pathname).replace(/^\/+/, '');
		const anchor = decodeURIComponent(to.hash.slice(1));
		const is = page.get(name);

		if (!all.includes(name))
			found.push(`${href}: there is no '${name}'`);
		else if (anchor && (is || !name.endsWith('.html')) &&
		    !is?.id.includes(anchor))
			found.push(`${href}: '${name}' has no '${anchor}'`);
	}
	return found;
}

// Ids that stand twice.
export function twice(id) {
	return id.filter((x, i) => id.indexOf(x) !== i).map((x) => `id '${x}'`);
}
