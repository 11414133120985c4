// theme: the reader's choice of light or dark, before anything is painted.
// Where storage is not allowed the system decides.
try {
	const theme = localStorage.getItem('breakeven-theme');

	if (theme === 'light' || theme === 'dark')
		document.documentElement.dataset.theme = theme;
} catch {}
document.documentElement.dataset.script = '';
