#!/usr/bin/env node
// shots: the pictures of the README.
//
//   node tests/browser/shots.mjs SITE [TO]
//
// SITE is a directory that `breakeven build` wrote; the pictures go to TO, or
// to shots/ beside this script.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { launch, siteOf, url } from './browser.mjs';

const MOST = 150 * 1024; // [byte] of a picture
const AIR = 24; // [px] round a part of a page
const GUIDE = 'which-deployment/index.html';
const WIDE = { width: 1440, height: 1000 };
const PHONE = { width: 390, height: 844 };

const SHOTS = [
	{ name: 'home', file: 'index.html', size: WIDE },
	{ name: 'guide-wide', file: GUIDE, size: WIDE },
	{ name: 'guide-phone', file: GUIDE, size: PHONE },
	{ name: 'guide-dark', file: GUIDE, size: WIDE, scheme: 'dark', at: 'breakeven' },
	{ name: 'chart', file: GUIDE, size: WIDE, of: 'figure.chart' },
];

const here = fileURLToPath(new URL('.', import.meta.url));
const [dir, to = path.join(here, 'shots')] = process.argv.slice(2);
const site = siteOf(dir, 'usage: shots.mjs SITE [TO]');
const browser = await launch();

// What is in the window, without the lower rows that would make it too large.
async function crop(page, { width, height }, target) {
	for (let h = height; h > height / 2; h -= 40) {
		await page.screenshot({
			path: target, clip: { x: 0, y: 0, width, height: h },
		});
		if (statSync(target).size <= MOST)
			return;
	}
}

// One element, with some air.
async function part(page, selector, target) {
	const one = page.locator(selector).first();

	await one.evaluate((e) => e.scrollIntoView({ block: 'center' }));

	const { x, y, width, height } = await one.boundingBox();

	await page.screenshot({
		path: target,
		clip: {
			x: x - AIR, y: y - AIR,
			width: width + 2 * AIR, height: height + 2 * AIR,
		},
	});
}

mkdirSync(to, { recursive: true });
try {
	for (const { name, file, size, scheme, at, of } of SHOTS) {
		const page = await browser.newPage({
			viewport: size, colorScheme: scheme ?? 'light',
		});
		const target = path.join(to, `${name}.png`);

		await page.goto(url(site, file));
		if (at)
			await page.locator(`#${at}`).evaluate((e) => scrollTo(0,
				e.getBoundingClientRect().top + scrollY - 60));
		if (of)
			await part(page, of, target);
		else
			await crop(page, size, target);
		await page.close();
		if (statSync(target).size > MOST) {
			process.stderr.write(`${target}: larger than ${MOST} bytes\n`);
			process.exitCode = 1;
		}
	}
} finally {
	await browser.close();
}
