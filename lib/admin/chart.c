#include "admin/chart.h"

#include <string.h>

#include "admin/html.h"
#include "base/clock.h"

enum { DATES = 8, DAY_SECONDS = 24 * 60 * 60, DAY = DAY_SECONDS * 1000 };

/* Texts have no colour of their own, so they are light on a dark page. */
static const char setting[] =
	"set terminal svg size 900,320 font 'sans-serif,13'\n"
	"set xdata time\n"
	"set timefmt '%Y-%m-%d'\n"
	"set format x '%d %b'\n"
	"set ytics nomirror\n"
	"set format y '%.10g'\n"
	"set yrange [0:*]\n"
	"set border 3 linecolor rgb '#888888'\n"
	"set grid ytics linecolor rgb '#888888' dashtype 3\n"
	"set key outside top left horizontal\n"
	"set offsets 0, 0, graph 0.05, 0\n";

static void add_script(
	struct buffer *script, const struct chart_day *days, size_t count, int64_t capacity)
{
	char next[CLOCK_TEXT];
	int64_t start, end;
	size_t i;

	buffer_add_text(script, setting);
	if (clock_parse(days[0].day, &start) && clock_parse(days[count - 1].day, &end))
		buffer_add_format(script, "set xtics nomirror %lld\n",
			(long long)((end - start) / DAY / DATES + 1) * DAY_SECONDS);
	buffer_add_text(script, "$sales << END\n");
	for (i = 0; i < count; i++)
		buffer_add_format(script, "%s %lld %lld\n", days[i].day, (long long)days[i].tickets,
			(long long)capacity);
	/* The last day has a width, too. */
	if (clock_parse(days[count - 1].day, &end)) {
		clock_format(end + DAY, next);
		buffer_add_format(script, "%.10s %lld %lld\n", next,
			(long long)days[count - 1].tickets, (long long)capacity);
	}
	buffer_add_text(script,
		"END\nplot $sales using 1:2 with fillsteps linecolor rgb '#5b9bd5' "
		"fillstyle solid 0.6 title 'tickets'");
	if (capacity > 0)
		buffer_add_text(script,
			", $sales using 1:3 with lines linewidth 2 linecolor rgb "
			"'#c4561b' dashtype 2 title 'places'");
	buffer_add_text(script, "\n");
}

bool chart_add(struct buffer *out, struct child *child, const struct chart_day *days, size_t count,
	int64_t capacity, const char *description)
{
	struct buffer script = {0};
	const char *svg, *rest;
	bool drawn;

	add_script(&script, days, count, capacity);
	drawn = child_run(child, buffer_text(&script),
			(char *[]){(char[]){"gnuplot"}, (char[]){"-d"}, NULL}) &&
		child->status == 0;
	buffer_release(&script);
	svg = drawn ? strstr(buffer_text(&child->out), "<svg") : NULL;
	rest = svg != NULL ? strstr(svg, "viewBox") : NULL;
	if (rest == NULL)
		return false;
	/* Its width and height are left out: it is as wide as the page. */
	buffer_add_text(out, "<svg role=\"img\" aria-label=\"");
	html_text(out, description);
	buffer_add_text(out, "\" ");
	buffer_add_text(out, rest);
	return true;
}
