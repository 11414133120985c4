// hostile: a site whose every text is an attack stays a page of plain text.
//
// The same small site is built with a harmless word and with each attack in
// all the places that take free text.  The two pages must be one skeleton, the
// attack must read as typed, and nothing of it may run, even with the policy of
// the page switched off.  What the program refuses must end with status 2.
import { spawnSync } from 'node:child_process';
import {
	cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { url } from './browser.mjs';
import { figuresOf } from './figures.mjs';
import * as check from './page.mjs';
import { report } from './tap.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = 'attack/index.html';
const WORD = 'harmless';

const ATTACKS = {
	'a script': '<script>alert(1)</script>',
	'an image that fails': '"><img src=x onerror=alert(1)>',
	'an event handler': `' onmouseover='alert(1)' x='" onfocus="alert(1)" y="`,
	'a link': 'javascript:alert(1)',
	'a Markdown link': '[a](javascript:alert(1)) ![a](x) <javascript:alert(1)>',
	'ends of sections': ']]> --> *\/ --!> ?> %>',
	'ends of elements':
		'</title></text></svg></td></table></style></textarea><script>alert(1)</script>',
	'references': '&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &amp;amp;',
	'a cell': 'a | b `c` \\| *d* _e_ ~~f~~ # g',
	'code': '${alert(1)} `alert(1)` #{1} <%= 1 %>',
	'text from right to left': '\u202Etxt.exe\u202C\u2066a\u200F',
	'a long word': 'w'.repeat(300),
};

const q = JSON.stringify;

// The attack as Markdown that means it as text.
function typed(text) {
	return text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

function siteYaml(text) {
	return `title: ${q(text)}\ndescription: ${q(text)}\nregion: us-east-1\n`;
}

function guideYaml(text) {
	return `
sources:
  test:
    title: ${q(text)}
    url: "https://example.org/?q=${encodeURIComponent(text)}"
    retrieved: 2026-11-21
    note: ${q(text)}
options:
  lambda:
    name: ${q(text)}
    about: ${q(text)}
    use: {aws-lambda: {memory: 2048 MB}, aws-api-gateway-http: {}}
    latency: fast
  fargate:
    name: ${q(`${text} 2`)}
    about: ${q(text)}
    use: {aws-fargate: {vcpu: 0.5, memory: 1 GB, tasks: 1}, aws-alb: {lcu: 1}}
scenarios:
  base:
    name: ${q(text)}
    about: ${q(text)}
    requests: 10000
    duration: 5 s
    needs: {longest_run: 30 s}
crossings: {scenario: base, axis: requests, from: 0, to: 10000000}
measurements:
  fast:
    name: ${q(text)}
    p50: 351 ms
    p95: 1357 ms
    p99: 1657 ms
    samples: 10000
    source: test
    note: ${q(text)}
  unknown: {name: ${q(text)}, note: ${q(text)}}
decide:
  ask: ${q(text)}
  when: "longest_run > {{limits.aws-lambda.timeout}}"
  yes: {choose: fargate, why: ${q(text)}}
  no: {choose: lambda, why: ${q(text)}}
`;
}

function guideText(text) {
	const t = typed(text), caption = `caption: ${q(text)}`;

	return `---
title: ${q(text)}
description: ${q(text)}
---

A ${t} and **${t}**, {{option.lambda.name}} and [{{option.lambda.name}}](#b "${t}").

## ${t}

### {{option.fargate.name}}

| ${t} | {{option.lambda.name}} |
|---|--:|
| {{option.lambda.name}} | ${t} |

- [ ] ${t}
- [x] {{option.lambda.name}}

[${t}](https://example.org/?q=${encodeURIComponent(text).replace(/[()]/g, escape)} "${t}")
![${t}](picture.svg "${t}")

<details>
<summary>{{option.lambda.name}}</summary>

${t}

</details>

\`\`\`html
${text}
\`\`\`

\`\`\`html figures
{{option.lambda.name}}
\`\`\`

\`\`\`breakeven table
scenario: base
rows: {requests: [100, 10000]}
columns: [lambda, fargate, winner, ratio]
${caption}
\`\`\`

\`\`\`breakeven crossings
scenario: base
${caption}
\`\`\`

\`\`\`breakeven chart
scenario: base
axis: requests
from: 0
to: 500000
options: [lambda, fargate]
scale: linear
${caption}
\`\`\`

\`\`\`breakeven bill
scenario: base
option: lambda
${caption}
\`\`\`

\`\`\`breakeven percentiles
rows: [fast, unknown]
${caption}
\`\`\`

\`\`\`breakeven limits
services: [aws-lambda, aws-fargate]
limits: [timeout, memory]
${caption}
\`\`\`

\`\`\`breakeven scenarios
scenarios: [base]
\`\`\`

\`\`\`breakeven tree
{}
\`\`\`

## b
`;
}

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

	const run = spawnSync(program, ['-C', dir, 'build', '-q'],
		{ encoding: 'utf8', timeout: 20000 });

	return { status: run.status, said: run.stderr };
}

function partsOf(text) {
	return { site: siteYaml(text), yaml: guideYaml(text), text: guideText(text) };
}

// The page as a list: elements, attributes and their values, and all text.
function skeleton(page) {
	return page.evaluate(() => {
		const shape = [], rest = /^(id|href|src|aria-labelledby|x[12]?|y[12]?|d|c[xy]|for)$/;

		for (const e of document.querySelectorAll('*')) {
			const attr = [...e.attributes].map((a) =>
				rest.test(a.name) ? a.name : `${a.name}=${a.value}`);

			shape.push(`<${[e.localName, ...attr.sort()].join(' ')}>`);
		}
		return {
			shape,
			text: document.documentElement.textContent,
			link: [...document.querySelectorAll('[href]')].map((e) => e.href),
			ran: window.ran || [],
		};
	});
}

// What is no file, web page or address, or ran.
function unsafe(is, seen) {
	const bad = is.link.filter((h) => !/^(https?|mailto|file|data):/.test(h) ||
		(h.startsWith('data:') && !h.startsWith('data:image/svg+xml,')));

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

function differ(a, b, text) {
	const plain = (s) => s.split(text).join(WORD);
	const found = [];

	for (let i = 0; i < Math.max(a.shape.length, b.shape.length); i++)
		if (plain(b.shape[i] ?? 'nothing') !== (a.shape[i] ?? 'nothing')) {
			found.push(`${a.shape[i]} became ${b.shape[i]}`);
			break;
		}
	if (plain(b.text) !== a.text) {
		const p = plain(b.text);
		let i = 0;

		while (p[i] === a.text[i])
			i++;
		found.push(`text '${a.text.slice(i - 20, i + 60)}' became ` +
			`'${p.slice(i - 20, i + 60)}'`);
	}
	return found;
}

async function twins(run, name, text, harmless) {
	const dir = path.join(run.temp, name), out = path.join(dir, 'public');
	const { status, said } = build(run.program, dir, partsOf(text));
	const is = {};

	if (status !== 0) {
		report(`hostile: ${name}: builds`, [`status ${status}`, said]);
		return is;
	}
	writeFileSync(path.join(out, 'attack', 'picture.svg'),
		'<svg xmlns="http://www.w3.org/2000/svg"/>');
	for (const file of ['index.html', PAGE]) {
		const seen = await open(run.context, out, file);
		const found = unsafe(seen.is, seen.seen);

		is[file] = seen.is;
		if (harmless)
			found.push(...differ(harmless[file], seen.is, text));
		// a title is as long as the attack
		found.push(...run.validate(out, file, ['long-title']));
		if (file === PAGE)
			found.push(...figuresOf(out, file,
				(await check.contents(seen.page)).figure));
		found.push(...await check.overflow(seen.page));
		report(`hostile: ${name}: ${file} is plain text`, found);
		await seen.page.close();
	}
	return is;
}

export async function hostile(browser, program, validate) {
	const run = {
		temp: mkdtempSync(path.join(tmpdir(), 'breakeven-hostile-')),
		context: await browser.newContext({ bypassCSP: true }),
		program: path.resolve(program),
		validate,
	};

	try {
		const harmless = await twins(run, 'a word', WORD);

		for (const [name, text] of Object.entries(ATTACKS))
			await twins(run, name, text, harmless);
	} finally {
		rmSync(run.temp, { recursive: true, force: true });
	}
}
