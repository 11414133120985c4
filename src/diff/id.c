#include "diff/id.h"

/* What the parts behind a family are: Option, Scenario, serVice. */
static const struct {
	const char *family, *parts;
} forms[] = {
	{ "cost", "OSV" },
	{ "ratio", "OOS" },
	{ "difference", "OOS" },
	{ "change", "OS" },
	{ "winner", "S" },
	{ "recommend", "S" },
	{ "crossings", "OO" },
	{ "intervals", "S" },
	{ "input", "S" },
	{ "bound", "OV" },
	{ "option", "O" },
	{ "scenario", "S" },
	{ "limits", "V" },
	{ "price", "V" },
	{ "free", "V" },
};

static const char *
form_of(struct str family)
{
	for (size_t i = 0; i < countof(forms); i++)
		if (str_is(family, forms[i].family))
			return forms[i].parts;
	return "";
}

struct id_parts
id_parts(struct str id)
{
	struct id_parts p = { 0 };
	struct str rest, part;

	str_cut(id, '@', &rest, &p.changes);
	str_cut(rest, '.', &p.family, &rest);
	for (const char *form = form_of(p.family); *form && rest.n; form++) {
		str_cut(rest, '.', &part, &rest);
		if (*form == 'O')
			p.option[p.noption++] = part;
		else if (*form == 'S')
			p.scenario = part;
		else if (!str_is(part, "total"))
			p.service = part;
	}
	p.rest = rest;
	return p;
}
