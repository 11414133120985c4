// browser: Debian's Chromium, and the site's files as pages of it.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--font-render-hinting=none',
	'--force-color-profile=srgb',
];

// A fresh profile each time: playwright makes one and removes it.
export function launch() {
	const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';

	return chromium.launch({ executablePath, args: FLAGS });
}

// Paths of all files below `dir`, relative to it, sorted.
export function files(dir, below = '') {
	const found = [];

	for (const e of readdirSync(path.join(dir, below), { withFileTypes: true })) {
		const name = path.posix.join(below, e.name);

		if (e.isDirectory())
			found.push(...files(dir, name));
		else
			found.push(name);
	}
	return found.sort();
}

// The page of a server that finds nothing: its addresses start at the root, at
// whatever address it is shown.
export const LOST = '404.html';
export const ROOT = 'http://site.test/';

// Answers for that server from the files; nothing goes out.
export async function serve(context, dir) {
	await context.route(`${ROOT}**`, (route) => {
		const name = new URL(route.request().url()).pathname.slice(1);
		const found = existsSync(path.join(dir, name));

		return route.fulfill({
			path: path.join(dir, found ? name : LOST),
			status: 200,
		});
	});
}

export function url(dir, file) {
	if (file === LOST)
		return `${ROOT}a/page/that/is/not/there`;
	return pathToFileURL(path.join(path.resolve(dir), file)).href;
}

// The site a command line names; ends the process if it is none.
export function siteOf(dir, usage) {
	if (dir && existsSync(path.join(dir, 'index.html')))
		return path.resolve(dir);
	process.stderr.write(dir ?
		`${usage}\n'${dir}' has no index.html\n` : `${usage}\n`);
	process.exit(2);
}
