// tap: results as the Test Anything Protocol.
let count = 0;
let failed = 0;

// Passes if `found`, a list of what is wrong, is empty; else shows it.
export function report(name, found) {
	const shown = found.slice(0, 20);

	name = name.replace(/[\x00-\x1f]/g, ' ');
	count++;
	if (!found.length) {
		console.log(`ok ${count} - ${name}`);
		return;
	}
	failed++;
	console.log(`not ok ${count} - ${name}`);
	for (const line of shown)
		console.log(`# ${line}`.replace(/\s*\n\s*/g, '\n#   '));
	if (found.length > shown.length)
		console.log(`# and ${found.length - shown.length} more`);
}

// `work` on each item, two at a time: a browser leaves one core idle.  What it
// hands back, pairs of a name and what is wrong, is reported in the items' order.
export async function reportAll(items, work) {
	const result = [];
	let next = 0;
	const worker = async () => {
		for (let i; (i = next++) < items.length;)
			result[i] = await work(items[i]);
	};

	await Promise.all([worker(), worker()]);
	for (const pairs of result)
		for (const [name, found] of pairs)
			report(name, found);
}

// The plan, last; the exit status.
export function done() {
	console.log(`1..${count}`);
	return failed ? 1 : 0;
}
