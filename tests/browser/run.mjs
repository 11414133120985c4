#!/usr/bin/env node
// run: every page of a rendered site, as a reader's browser shows it.
//
//   node tests/browser/run.mjs SITE [PROGRAM [PAGE...]]
//
// SITE is a directory that `breakeven build` wrote; it is opened by file://.
// With PROGRAM a small site full of hostile text is built and looked at too.
// PAGEs, as in guides/index.html, are the only ones that are used and measured.
// Prints TAP; exit status 1 if a test failed.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { LOST, files, launch, serve, siteOf } from './browser.mjs';
import { figuresAgree, figuresOf } from './figures.mjs';
import { hostile } from './hostile.mjs';
import * as check from './page.mjs';
import { search } from './search.mjs';
import { done, report, reportAll } from './tap.mjs';
import * as use from './use.mjs';
import { validator } from './validator.mjs';

// All rules once wide and once narrow; what hangs on the colours, in all four.
const COLOURS = ['color-contrast', 'link-in-text-block'];
const LOOKS = [
	{ width: 1440, scheme: 'light' },
	{ width: 320, scheme: 'dark' },
	{ width: 1440, scheme: 'dark', only: COLOURS },
	{ width: 390, scheme: 'light', only: COLOURS },
];

const [dir, program, ...only] = process.argv.slice(2);
const site = siteOf(dir, 'usage: run.mjs SITE [PROGRAM [PAGE...]]');
const all = files(site);
const html = all.filter((f) => f.endsWith('.html') &&
	(!only.length || only.includes(f)));
// One at each depth, and one of each kind.
const depths = [...new Map(html.filter((f) => f !== LOST)
	.map((f) => [f.split('/').length, f])).values()];
const kinds = new Map(html.map((f) => [kindOf(f), f]));
const pages = new Map();
const validate = validator();

function kindOf(file) {
	const text = readFileSync(path.join(site, file), 'utf8');

	return /<main[^>]* class="([^"]*)"/.exec(text)?.[1] ?? file;
}

// What a reader does there; what he cannot do is what is wrong.
async function used(file, context, plain, page) {
	const steps = {
		'figures open': () => use.notes(page),
		'figures say what figures.json knows': () =>
			use.noteTexts(page, site, file),
		'a figure under the mouse': () => use.noteHint(page),
		'a figure by keyboard': () => use.noteKeys(page),
		'a figure by address': () => use.noteAddress(context, site, file, true),
		'a figure by address without JavaScript': () =>
			use.noteAddress(plain, site, file, false),
		'an open figure is accessible, light': () => use.noteAxe(page, 'light'),
		'an open figure is accessible, dark': () => use.noteAxe(page, 'dark'),
		'tabs': () => use.tabs(page),
		'disclosures': () => use.disclosures(page),
		'copies code': () => use.copy(page),
		'on paper': () => use.paper(page),
	};

	if ([...kinds.values()].includes(file)) {
		steps.theme = () => use.theme(browser, site, file);
		steps['the policy is obeyed'] = () =>
			check.policy(context, site, file);
	}

	const pairs = [];

	for (const [name, step] of Object.entries(steps))
		pairs.push([name, await step().catch((e) => [e.message])]);
	return pairs;
}

async function look(file, context, plain) {
	const { page, seen } = await check.quiet(context, site, file);
	const is = await check.contents(page);
	const pairs = [
		['opens without a word', seen],
		['valid HTML', validate(site, file)],
		['no id twice', check.twice(is.id)],
		['no wider than its window', await check.overflow(page)],
		['charts can be read', await check.labels(page)],
		['marks stay with their figures', await check.marks(page)],
		['numbers align', await check.decimals(page)],
		['by keyboard', await check.keyboard(page)],
	];
	const sheets = await check.printed(page);
	const least = is.figure.length > 100 ? 2 : 1;

	pairs.push(['prints', sheets < least ? [`on ${sheets} pages`] : []]);

	const { page: still, seen: said } = await check.quiet(plain, site, file);

	if ((await check.contents(still)).text !== is.text)
		said.push('the text differs');
	pairs.push(['the same without JavaScript', said]);
	pairs.push(['tabs without JavaScript', await use.tabs(still)]);
	await still.close();
	pairs.push(['light enough', use.weight(site, file, is.link)]);
	pairs.push(...await used(file, context, plain, page));
	for (const how of LOOKS)
		pairs.push([`accessible at ${how.width} px, ${how.scheme}`,
			await check.axe(page, how)]);
	await page.close();
	pages.set(file, is);
	return pairs.map(([name, found]) => [`${file}: ${name}`, found]);
}

const browser = await launch();

try {
	const context = await browser.newContext();
	const plain = await browser.newContext({ javaScriptEnabled: false });

	for (const c of [context, plain]) {
		c.setDefaultTimeout(20000);
		await serve(c, site);
	}

	await reportAll(html, (file) => look(file, context, plain)
		.catch((e) => [[file, [e.message]]]));
	await reportAll(depths, (file) => search(context, site, file)
		.catch((e) => [[`search from ${file}`, [e.message]]]));
	for (const file of html) {
		const page = pages.get(file);

		if (!page)
			continue; // reported
		report(`${file}: its links lead somewhere`,
			check.deadLinks(file, page.link, pages, all));
		report(`${file}: its figures are those of figures.json`,
			figuresOf(site, file, page));
	}
	report('figures agree on all pages', figuresAgree(pages));
	if (program)
		await hostile(browser, program, validate);
} finally {
	await browser.close();
}
process.exitCode = done();
