// validator: html-validate and its recommended rules.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { HtmlValidate } from 'html-validate';

const CONFIG = {
	root: true,
	extends: ['html-validate:recommended'],
	rules: {
		// anchors are GitHub's, which may start with a digit or a hyphen
		'valid-id': ['error', { relaxed: true }],
	},
};

// A function from a file of a site to what is wrong with it, but for the rules
// named in `off`.
export function validator() {
	const html = new HtmlValidate(CONFIG);

	return (dir, file, off = []) => {
		const text = readFileSync(path.join(dir, file), 'utf8');
		const { results } = html.validateStringSync(text);

		return results.flatMap((r) => r.messages)
			.filter((m) => !off.includes(m.ruleId))
			.map((m) => `${file}:${m.line}:${m.column}: ${m.message} ` +
				`[${m.ruleId}]`);
	};
}
