// tap: results as the Test Anything Protocol.
let count = 0;
let failed = 0;

// Passes if `found`, a list of what is wrong, is empty; else shows it.
export function report(name, found) {
	const shown = found.slice(0, 20);

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

// The plan, last; the exit status.
export function done() {
	console.log(`1..${count}`);
	return failed ? 1 : 0;
}
