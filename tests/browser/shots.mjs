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
const WIDE = { width: 1200, height: 800 };
const PHONE = { width: 390, height: 800 };

// `at`: what stands at the top; `open`: the figure whose note is open.
const SHOTS = [
	{ name: 'home', file: 'index.html', size: WIDE },
	{ name: 'guide', file: 'which-deployment/index.html', size: WIDE,
		at: '#breakeven', open: 'fig-cost.fargate.base.total@requests=250000' },
	{ name: 'guide-dark', file: 'container-images-vs-fargate/index.html',
		size: WIDE, scheme: 'dark', at: '.chart.map' },
	{ name: 'guide-phone', file: 'auth-service/index.html', size: PHONE },
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

// Scrolls there, and opens the note.
async function arrange(page, at, open) {
	if (at)
		await page.locator(at).first().evaluate((e) => scrollTo(0,
			e.getBoundingClientRect().top + scrollY - 40));
	if (open)
		await page.locator(`[popovertarget="${open}"]`).first()
			.evaluate((e) => e.click());
}

mkdirSync(to, { recursive: true });
try {
	for (const { name, file, size, scheme, at, open } of SHOTS) {
		const page = await browser.newPage({
			viewport: size, colorScheme: scheme ?? 'light',
		});
		const target = path.join(to, `${name}.png`);

		await page.goto(url(site, file));
		await arrange(page, at, open);
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
