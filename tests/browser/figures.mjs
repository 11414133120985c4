// figures: what the pages, the Markdown and figures.json say of each figure.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

// The figures.json beside a page, by id; a page without figures has none.
export function load(dir, file, found) {
	const name = path.join(dir, path.dirname(file), 'figures.json');
	const map = new Map();

	if (!existsSync(name))
		return map;
	for (const f of JSON.parse(readFileSync(name, 'utf8')).figures) {
		if (map.has(f.id))
			found.push(`figures.json has '${f.id}' twice`);
		if (f.exact !== null && typeof f.exact !== 'string')
			found.push(`figures.json has a bare number for '${f.id}'`);
		map.set(f.id, f);
	}
	return map;
}

// Ids in the comments of the finished Markdown.
function inMarkdown(dir, file) {
	const name = path.join(dir, path.dirname(file), 'index.md');
	const text = existsSync(name) ? readFileSync(name, 'utf8') : '';

	return new Set([...text.matchAll(/^<!-- figures: (.*) -->$/gm)]
		.flatMap((m) => m[1].split(' ')));
}

function lacking(a, b, what) {
	return [...a].filter((id) => !b.has(id)).map((id) => `${what} '${id}'`);
}

// Within its guide an id goes without the guide's name.
export function fullId(file, id) {
	const guide = path.posix.dirname(file);

	return guide === '.' ? id : `${guide}/${id}`;
}

// Each figure of a page is the one of its figures.json, and all have a note
// there; those in code have nothing else.
export function figuresOf(dir, file, { figure: shown, noted }) {
	const found = [], json = load(dir, file, found);
	const ids = new Set(noted.map((id) => fullId(file, id)));

	found.push(...lacking(new Set(shown.map((f) => fullId(file, f.id))), ids,
		'there is no note of'));

	for (const f of shown) {
		const id = fullId(file, f.id), is = json.get(id);

		if (is && f.text !== is.display)
			found.push(`'${id}' reads '${f.text}', not '${is.display}'`);
	}
	found.push(...lacking(ids, json, 'figures.json lacks'));
	if (path.posix.dirname(file) === '.')
		return found;
	found.push(...lacking(json.keys(), ids, 'the page lacks'));
	const md = new Set([...inMarkdown(dir, file)].map((id) => fullId(file, id)));

	found.push(...lacking(ids, md, 'the Markdown lacks'));
	found.push(...lacking(md, ids, 'only the Markdown has'));
	return found;
}

// The same id reads the same wherever it stands.
export function figuresAgree(pages) {
	const found = [], first = new Map();

	for (const [file, page] of pages)
		for (const f of page.figure) {
			const id = fullId(file, f.id), was = first.get(id);

			if (!was)
				first.set(id, { ...f, file });
			else if (was.text !== f.text)
				found.push(`'${id}' is '${was.text}' in ${was.file} ` +
					`and '${f.text}' in ${file}`);
		}
	return found;
}
