// validator: html-validate with the rules of .htmlvalidate.json.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { HtmlValidate } from 'html-validate';

const RULES = new URL('.htmlvalidate.json', import.meta.url);

// A function from a file of a site to what is wrong with it.
export function validator() {
	const is = new HtmlValidate(JSON.parse(readFileSync(RULES, 'utf8')));

	return (dir, file) => {
		const text = readFileSync(path.join(dir, file), 'utf8');
		const { results } = is.validateStringSync(text);

		return results.flatMap((r) => r.messages).map((m) =>
			`${file}:${m.line}:${m.column}: ${m.message} [${m.ruleId}]`);
	};
}
