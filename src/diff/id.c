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
	{ "latency", "OS" },
};

static const char *
form_of(struct str family)
{
	for (size_t i = 0; i < countof(forms); i++)
		if (str_is(family, forms[i].family))
			return forms[i].parts;
	return "";
}

static void
add_option(struct id_parts *p, struct str option)
{
	for (size_t i = 0; i < p->noption; i++)
		if (str_eq(p->option[i], option))
			return;
	if (p->noption < ID_OPTIONS)
		p->option[p->noption++] = option;
}

/* latency.MEASUREMENT.POINT or latency.OPTION.SCENARIO.POINT */
static bool
is_measured(const struct id_parts *p, struct str rest)
{
	size_t dot = str_find(rest, STR("."), 0);

	return str_is(p->family, "latency") &&
	    (dot == SIZE_MAX || str_find(rest, STR("."), dot + 1) == SIZE_MAX);
}

static struct id_parts
own_parts(struct str id)
{
	struct id_parts own = { 0 }, *p = &own;
	struct str rest, part;
	const char *form;

	str_cut(id, '@', &rest, &p->changes);
	str_cut(rest, '.', &p->family, &rest);
	form = is_measured(p, rest) ? "" : form_of(p->family);
	for (; *form && rest.n; form++) {
		str_cut(rest, '.', &part, &rest);
		if (*form == 'O')
			add_option(p, part);
		else if (*form == 'S')
			p->scenario = part;
		else if (!str_is(part, "total"))
			p->service = part;
	}
	p->rest = rest;
	return own;
}

/* "FIGURE;FIGURE" of a sum, "OPTION=FIGURE;OPTION=none" of what is better. */
static void
add_figures(struct id_parts *p, bool named)
{
	struct str rest = p->changes, one, option;

	while (rest.n) {
		struct id_parts inner;

		str_cut(rest, ';', &one, &rest);
		if (named) {
			str_cut(one, '=', &option, &one);
			add_option(p, option);
		}
		inner = own_parts(one);
		for (size_t i = 0; i < inner.noption; i++)
			add_option(p, inner.option[i]);
		if (!p->scenario.n)
			p->scenario = inner.scenario;
		if (!p->service.n)
			p->service = inner.service;
	}
}

struct id_parts
id_parts(struct str id)
{
	struct id_parts p = own_parts(id);

	if (str_is(p.family, "sum") || str_is(p.family, "better"))
		add_figures(&p, str_is(p.family, "better"));
	return p;
}
