// page: what makes a page handier where scripts run.  Nothing needs it: a note
// of a figure opens without it, and what it adds is not there without it.
'use strict';

function element(name, attributes, text) {
	const e = document.createElement(name);

	for (const [key, value] of Object.entries(attributes))
		e.setAttribute(key, value);
	e.textContent = text ?? '';
	return e;
}

// Says something to those who do not see the button change.
const said = element('p', { class: 'said', role: 'status' });

// Copy buttons on code

async function copy(text) {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return false;
	}
}

function addCopy(pre) {
	const frame = element('div', { class: 'code' });
	const button = element('button', { type: 'button', class: 'copy' }, 'Copy');

	button.addEventListener('click', async () => {
		const done = await copy(pre.textContent);

		button.textContent = done ? 'Copied' : 'Cannot copy';
		said.textContent = button.textContent;
		setTimeout(() => {
			button.textContent = 'Copy';
			said.textContent = '';
		}, 2000);
	});
	pre.replaceWith(frame);
	frame.append(pre, button);
}

// Light, dark, or as the system is

const THEMES = ['system', 'light', 'dark'];
const NAMES = { system: 'as the system', light: 'light', dark: 'dark' };

function setTheme(theme) {
	const root = document.documentElement;

	if (theme === 'system')
		delete root.dataset.theme;
	else
		root.dataset.theme = theme;
	try {
		if (theme === 'system')
			localStorage.removeItem('breakeven-theme');
		else
			localStorage.setItem('breakeven-theme', theme);
	} catch {}
}

function addTheme(masthead) {
	const button = element('button', { type: 'button', class: 'theme' });
	const show = () => {
		const now = document.documentElement.dataset.theme ?? 'system';
		const label = `Theme: ${NAMES[now]}`;

		button.dataset.now = now;
		button.setAttribute('aria-label', label);
		button.title = label;
	};

	button.addEventListener('click', () => {
		const at = THEMES.indexOf(button.dataset.now);

		setTheme(THEMES[(at + 1) % THEMES.length]);
		show();
		said.textContent = button.title;
	});
	show();
	masthead.append(button);
}

// The address of a figure's note shows the note where the figure stands

function openNote() {
	const hash = CSS.escape(location.hash);
	let id = '';

	try {
		id = decodeURIComponent(location.hash.slice(1));
	} catch {}

	const note = document.getElementById(id);
	const source = document.querySelector(
		`[popovertarget="${CSS.escape(id)}"], .fig[href="${hash}"]`);

	if (!source || !note.matches('[popover]:not(:popover-open)'))
		return;
	source.scrollIntoView({ block: 'center' });
	note.showPopover({ source });
}

// What a figure is, as a hint under the mouse.
function hint(event) {
	const fig = event.target.closest?.('.fig');
	const note = fig && document.getElementById(
		fig.getAttribute('popovertarget') ?? decodeURIComponent(fig.hash.slice(1)));

	if (note && !fig.title)
		fig.title = note.querySelector('p').textContent;
}

// A figure that is a sentence is a link to its note.
function openHere(event) {
	const link = event.target.closest('a.fig');
	const note = link && document.getElementById(
		decodeURIComponent(link.hash.slice(1)));

	if (!note)
		return;
	event.preventDefault();
	note.showPopover({ source: link });
}

document.body.append(said);
document.querySelectorAll('.content pre').forEach(addCopy);
document.querySelectorAll('.masthead').forEach(addTheme);
addEventListener('click', openHere);
addEventListener('mouseover', hint);
addEventListener('hashchange', openNote);
// the browser looks for the note too, until the page is loaded
addEventListener('load', () => setTimeout(openNote));
