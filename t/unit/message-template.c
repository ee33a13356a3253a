/* Templates: what they make of an event, and what is wrong with them. */
#include "message/template.h"
#include "tap.h"

#define PRICE(X, S)                                                                                \
	AMOUNT(X, S, amount, REQUIRED, "the amount")                                               \
	CURRENCY(X, S, currency, OPTIONAL, "its currency")
STRUCT_DECLARE(price, PRICE);
STRUCT_DESCRIBED(price, PRICE, "{amount}");

#define SEAT(X, S) STRING(X, S, row, REQUIRED, 20, "its row")
STRUCT_DECLARE(seat, SEAT);
STRUCT_DEFINE(seat, SEAT);

#define VISIT(X, S)                                                                                \
	DATE(X, S, day, REQUIRED, "which day")                                                     \
	TIME(X, S, ends, REQUIRED | UNTIL, "when it ends")                                         \
	INTEGER(X, S, within, REQUIRED | MINUTES, 0, 0, "how long")                                \
	LIST(X, S, seats, REQUIRED, 1, 4, seat, "where")                                           \
	LIST(X, S, prices, OPTIONAL, 1, 4, price, "for how much")
STRUCT_DECLARE(visit, VISIT);
STRUCT_DEFINE(visit, VISIT);

#define SUM(X, S) INTEGER(X, S, sum, REQUIRED, 0, 0, "a sum")
STRUCT_DECLARE(sum, SUM);
STRUCT_DEFINE(sum, SUM);

#define BADGE(X, S)                                                                                \
	STRING(X, S, name, REQUIRED, 20, "who wears it")                                           \
	STRING(X, S, note, OPTIONAL, 20, "a note")                                                 \
	INTEGER(X, S, copies, REQUIRED, 0, 0, "how many")                                          \
	INTEGER(X, S, sides, OPTIONAL, 0, 0, "printed ones")                                       \
	BOOLEAN(X, S, paid, REQUIRED, "whether it is paid")                                        \
	OBJECT(X, S, price, OPTIONAL, price, "what it costs")                                      \
	LIST(X, S, prices, REQUIRED, 0, 0, price, "the same in each currency")                     \
	STRINGS(X, S, roles, REQUIRED, 20, "words")                                                \
	STRINGS(X, S, talks, OPTIONAL | UNSPLIT, 20, "titles")                                     \
	LIST(X, S, sums, REQUIRED, 1, 0, sum, "of a struct without a template")
STRUCT_DECLARE(badge, BADGE);
STRUCT_DEFINE(badge, BADGE);

#define WALL(X, S) STRING(X, S, shade, REQUIRED, 20, "its shade")
STRUCT_DECLARE(wall, WALL);
STRUCT_DESCRIBED(wall, WALL, "{colour}");
#define ROOM(X, S) LIST(X, S, walls, REQUIRED, 1, 4, wall, "at least one")
STRUCT_DECLARE(room, ROOM);
STRUCT_DEFINE(room, ROOM);

static struct arena arena;

static const struct badge bare = {.name = "Ann", .copies = {true, 1}};

static struct price prices[] = {{{true, 350}, "EUR"}, {{true, 7}, "JPY"}};
static const char *words[] = {"keynote", "host", "panel"};
static struct sum sums[1];
static const struct badge whole = {
	.name = "Bo",
	.note = "{x} [y]",
	.copies = {true, 2},
	.sides = {true, 1},
	.paid = BOOLEAN_TRUE,
	.price = prices,
	.prices = {2, prices},
	.roles = {2, words},
	.talks = {2, words},
	.sums = {1, sums},
};

static void fills(
	const struct badge *badge, const char *template, const char *wanted, const char *name)
{
	tap_text(template_fill(template, &badge_layout, badge, NULL, &arena), wanted, name);
}

static void is_wrong(const char *template, const char *wanted, const char *name)
{
	tap_text(template_wrong(template, &badge_layout), wanted, name);
}

static void check_filling(void)
{
	struct badge three;

	fills(&bare, "", "", "an empty template says nothing");
	fills(&bare, "for {name}: {copies}", "for Ann: 1", "a field is replaced by its value");
	fills(&whole, "{name}[: {note}]", "Bo: {x} [y]",
		"braces and brackets in a value are its own");
	fills(&bare, "{name}[: {note}]", "Ann", "a text in brackets is left out without its field");
	fills(&bare, "[{name}: {note}, {copies}]", "",
		"a text in brackets is left out if one of several fields is absent");
	fills(&bare, "[{note}|no note], {copies}", "no note, 1",
		"the other text stands in place of a text that is left out");
	fills(&whole, "[{note}|no note], {copies}", "{x} [y], 2",
		"the other text is left out where the first one stands");
	fills(&bare, "[{name}[: {note}|, no note]|nobody]", "Ann, no note",
		"a text in nested brackets does not count for those around it");
	fills(&bare, "[a{?note}|b[, {note}][, {name}]]", "b, Ann",
		"brackets in the other text are filled, too");
	fills(&whole, "[{?paid}paid|free]", "paid", "a boolean that is true is present");
	fills(&bare, "[{?paid}paid|free]", "free", "a boolean that is not true is absent");
	fills(&bare, "[{roles}|no role]", "no role", "an empty list is absent");
	fills(&bare, "{#copies copy}[, {#sides side}]", "1 copy", "the noun of 1 is singular");
	fills(&whole, "{#copies badge}[, {#sides side}]", "2 badges, 1 side",
		"the noun of 2 is plural");
	fills(&bare, "{#talks talk}, {#sums sum}", "0 talks, 0 sums",
		"the number of an absent list is 0");
	fills(&whole, "{#talks talk}, {#sums sum}", "2 talks, 1 sum",
		"the number of a list is that of its items");
	fills(&whole, "[{roles}]", "keynote and host", "words are joined by \"and\"");
	three = whole;
	three.roles.count = 3;
	fills(&three, "[{roles}]", "keynote, host and panel",
		"the last one of three words is joined by \"and\"");
	fills(&whole, "[{talks}]", "keynote; host",
		"texts that may hold commas are joined by semicolons");
	fills(&whole, "[{price}]", "3.50 EUR", "a struct is described by its own template");
	fills(&whole, "[{prices}]", "3.50 EUR, 7 JPY", "a list of structs is joined by commas");
	tap_text(template_fill(NULL, &price_layout, &prices[1], NULL, &arena), "7 JPY",
		"an amount has the currency beside it");
}

static void visits(int64_t within, const struct template_style *style, const char *template,
	const char *wanted, const char *name)
{
	static struct seat seats[] = {{"A"}, {"B"}, {"A"}};
	const struct visit visit = {
		"2027-03-01", "2027-03-02T00:00:00.000Z", {true, within}, {3, seats}, {0, NULL}};

	tap_text(template_fill(template, &visit_layout, &visit, style, &arena), wanted, name);
}

static void check_words(void)
{
	const struct template_style style = {NULL, "2027-02-01T00:00:00.000Z"}, no_year = {0};

	visits(5, NULL, "{day}, {ends}", "2027-03-01, 2027-03-02T00:00:00.000Z",
		"dates and times of a text that is recorded are as they are stored");
	visits(5, &style, "on {day}, until {ends}", "on 1 March, until 24:00 UTC on 1 March",
		"dates and times are in words, without the year of the event");
	visits(5, &no_year, "on {day}", "on 1 March 2027",
		"dates are in words with their year if there is no time of an event");
	visits(5, NULL, "{*seats row}", "2 × A, 1 × B", "structs are counted by a text of each");
	visits(5, NULL, "{#within minute}", "5 minutes", "a number of minutes is one of minutes");
	visits(180, NULL, "{#within minute}", "3 hours", "whole hours are not in minutes");
	visits(1440, NULL, "{#within minute}", "1 day", "a whole day is not in minutes");
	tap_text(template_wrong("{*seats column}", &visit_layout), "seats column}",
		"a count by a text that the structs don't have is found");
	tap_text(template_wrong("{*day row}", &visit_layout), "day row}",
		"a count of a field that is no list is found");
	tap_text(template_wrong("{*prices currency}", &visit_layout), "prices currency}",
		"a count by an optional text is found");
	tap_text(template_wrong("[{*seats}]", &visit_layout), "seats}]",
		"a count without a text to count by is found");
}

static void check_faults(void)
{
	tap_ok(template_wrong("{name}[, {?paid}{#sides side}|: {#talks talk}]", &badge_layout) ==
			NULL,
		"a template that fits is not wrong");
	is_wrong("{name}, {nam}", "nam}", "a field that the struct does not have is found");
	is_wrong("[{note}|{nam}]", "nam}]", "an unknown field in the other text is found");
	is_wrong("for {note}", "note}", "an optional field outside of brackets is found");
	is_wrong("[{note}|{note}]", "note}]", "an optional field in the other text is found");
	is_wrong("{roles}", "roles}", "a list that may be empty, outside of brackets, is found");
	is_wrong("{paid}", "paid}", "a boolean outside of brackets is found");
	is_wrong("{?name}", "name}", "a condition outside of brackets is found");
	is_wrong("{#sides side}", "sides side}", "an optional number outside of brackets is found");
	is_wrong("{#copies}", "copies}", "a number without a noun is found");
	is_wrong("{copies copy}", "copies copy}", "a noun without a number is found");
	is_wrong("{#name name}", "name name}", "a number of a text is found");
	is_wrong("{sums}", "sums}", "a struct without a template is found");
	is_wrong("{name", "name", "a brace that is not closed is found");
	is_wrong("name}", "}", "a brace that was not opened is found");
	is_wrong("a[b[c]", "b[c]", "a bracket that is not closed is found");
	is_wrong("[a]b]", "]", "a bracket that was not opened is found");
	is_wrong("a|b", "|b", "another text outside of brackets is found");
	is_wrong("[a|b|c]", "a|b|c]", "a third text is found");
	tap_text(template_wrong("{walls}", &room_layout), "colour}",
		"a template that is wrong is found where another one uses it");
}

int main(void)
{
	check_filling();
	check_words();
	check_faults();
	arena_release(&arena);
	return tap_end();
}
