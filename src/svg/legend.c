#include "svg/legend.h"

#include "text/escape.h"

void
legend_begin(struct buf *out)
{
	buf_puts(out, "<ul class=\"legend\">\n");
}

void
legend_put(struct buf *out, struct str mark, struct str name)
{
	buf_puts(out,
	    "<li><svg class=\"key\" viewBox=\"0 0 20 20\" width=\"20\" "
	    "height=\"20\" aria-hidden=\"true\">");
	buf_str(out, mark);
	buf_puts(out, "</svg> ");
	escape_html(out, name);
	buf_puts(out, "</li>\n");
}

void
legend_end(struct buf *out)
{
	buf_puts(out, "</ul>\n");
}
