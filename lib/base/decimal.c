#include "base/decimal.h"

#include <string.h>
#include <sysexits.h>

#include "base/unicode.h"
#include "base/utf8.h"

enum { NUMBER_LENGTH = 64 };

/* A number's digits and separators; GROUP is any of the separators that never precede decimals. */
enum { GROUP = 'g' };

struct number {
	char text[NUMBER_LENGTH];
	int length;
	bool negative;
	int mark;     /* index of the mark; the length if there are no decimals */
	char grouped; /* what separates thousands; '\0': nothing */
	char dashed;  /* the mark before the dashes that stand for decimals: 5.000,-; '\0': none */
	enum decimal_mark proven;
	bool ambiguous;
};

static const char *const minus_signs[] = {"-", "\u2212", "\u2013"};
static const char *const apostrophes[] = {"'", "\u2019"};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* The length of the one of COUNT texts that TEXT begins with; 0 if there is none. */
static size_t begins(const char *text, const char *const *texts, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strncmp(text, texts[i], strlen(texts[i])) == 0)
			return strlen(texts[i]);
	return 0;
}

/* The length of the space that TEXT begins with, of any width; 0 if there is none. */
static size_t space_length(const char *text)
{
	uint32_t character;
	size_t size = utf8_read(text, strnlen(text, 4), &character);

	return size > 0 && (character == '\t' || unicode_is_blank(character)) ? size : 0;
}

static const char *skip_spaces(const char *text)
{
	size_t length;

	while ((length = space_length(text)) > 0)
		text += length;
	return text;
}

/* Skips a sign or an opening parenthesis, and the spaces around it. */
static const char *read_sign(const char *text, struct number *number, bool *parenthesis)
{
	size_t minus;

	text = skip_spaces(text);
	minus = begins(text, minus_signs, COUNT(minus_signs));
	*parenthesis = *text == '(';
	number->negative = minus > 0 || *parenthesis;
	if (minus > 0)
		text += minus;
	else if (*text == '+' || *parenthesis)
		text++;
	return skip_spaces(text);
}

/* Copies digits and separators, and returns what follows them. */
static const char *read_digits(const char *text, struct number *number)
{
	for (;;) {
		size_t group = begins(text, apostrophes, COUNT(apostrophes));
		char c = *text;

		if (group == 0)
			group = space_length(text);
		if (group > 0)
			c = GROUP;
		else if ((c < '0' || c > '9') && c != '.' && c != ',')
			return text;
		/* A space at the end separates no groups. */
		if (c == GROUP && (text[group] < '0' || text[group] > '9'))
			return text;
		if (number->length == NUMBER_LENGTH - 1)
			return text;
		number->text[number->length++] = c;
		text += group > 0 ? group : 1;
	}
}

/* Skips what may follow the digits: the dashes of "5.-", a minus, the closing parenthesis. */
static bool read_end(const char *text, struct number *number, bool parenthesis)
{
	char *last = number->length > 0 ? &number->text[number->length - 1] : NULL;
	size_t minus;

	if (last != NULL && (*last == '.' || *last == ',')) {
		minus = begins(text, (const char *const[]){"--", "-", "\u2013", "\u2014"}, 4);
		if (minus == 0)
			return false;
		text += minus;
		number->dashed = *last;
		number->length--;
	}
	text = skip_spaces(text);
	minus = begins(text, minus_signs, COUNT(minus_signs));
	if (parenthesis) {
		if (*text++ != ')')
			return false;
	} else if (minus > 0 && !number->negative) {
		number->negative = true;
		text += minus;
	}
	return *skip_spaces(text) == '\0';
}

static int count_of(const struct number *number, char c)
{
	int count = 0, i;

	for (i = 0; i < number->length; i++)
		count += number->text[i] == c;
	return count;
}

static enum decimal_mark mark_of(char c)
{
	return c == '.' ? DECIMAL_POINT : DECIMAL_COMMA;
}

/* The only "." or "," of NUMBER: what precedes decimals, or thousands, or either. */
static void find_single(struct number *number, char c, bool grouped)
{
	int at = (int)((char *)memchr(number->text, c, (size_t)number->length) - number->text);
	int after = number->length - at - 1;

	number->mark = at;
	number->proven = mark_of(c);
	if (grouped || after != 3 || at == 0 || at > 3 || *number->text == '0')
		return;
	number->ambiguous = true;
	number->proven = DECIMAL_UNKNOWN;
}

/* Of a number with dashes for its decimals: what its other separators are. */
static bool find_thousands(struct number *number, int points, int commas)
{
	char other = number->dashed == '.' ? ',' : '.';

	if ((number->dashed == '.' ? points : commas) > 0 ||
		(number->grouped != '\0' && points + commas > 0))
		return false;
	if (points + commas == 0)
		return true; /* 5.- is written where decimals are after a comma, too */
	number->grouped = other;
	number->proven = mark_of(number->dashed);
	return true;
}

/* Finds what precedes decimals, and what separates thousands. False if it can be neither. */
static bool find_mark(struct number *number)
{
	int points = count_of(number, '.'), commas = count_of(number, ',');
	bool grouped = count_of(number, GROUP) > 0;
	int i;

	number->mark = number->length;
	number->grouped = grouped ? GROUP : '\0';
	if (number->dashed != '\0')
		return find_thousands(number, points, commas);
	if (points + commas == 0)
		return true;
	if (points + commas == 1) {
		find_single(number, points > 0 ? '.' : ',', grouped);
		return true;
	}
	if (grouped || (points > 1 && commas > 1))
		return false;
	if (points == 0 || commas == 0) {
		number->grouped = points > 0 ? '.' : ',';
		number->proven = mark_of(points > 0 ? ',' : '.');
		return true;
	}
	for (i = number->length - 1; number->text[i] != '.' && number->text[i] != ','; i--)
		;
	number->mark = i;
	number->proven = mark_of(number->text[i]);
	number->grouped = number->text[i] == '.' ? ',' : '.';
	return count_of(number, number->text[i]) == 1;
}

/* Whether thousands stand in threes, or, as in India, all but the last three digits in twos. */
static bool is_grouped(const struct number *number)
{
	int size = 0, groups = 0, i;
	bool twos = number->grouped == ',', threes = true;

	if (number->grouped == '\0')
		return true;
	for (i = number->mark - 1; i >= 0; i--) {
		if (number->text[i] != number->grouped) {
			size++;
			continue;
		}
		if (groups == 0 && size != 3)
			return false;
		twos &= groups == 0 || size == 2;
		threes &= size == 3;
		groups++;
		size = 0;
	}
	return size > 0 && groups > 0 && ((threes && size <= 3) || (twos && size <= 2));
}

static bool read_number(const char *text, struct number *number)
{
	bool parenthesis;

	*number = (struct number){.length = 0};
	text = read_sign(text, number, &parenthesis);
	text = read_digits(text, number);
	if (!read_end(text, number, parenthesis) || number->length == 0)
		return false;
	return count_of(number, '.') + count_of(number, ',') + count_of(number, GROUP) <
		       number->length &&
	       find_mark(number) && is_grouped(number);
}

bool decimal_read_mark(const char *word, enum decimal_mark *mark, struct fault *fault)
{
	*mark = strcmp(word, "point") == 0   ? DECIMAL_POINT
		: strcmp(word, "comma") == 0 ? DECIMAL_COMMA
					     : DECIMAL_UNKNOWN;
	return *mark != DECIMAL_UNKNOWN ||
	       fault_set(fault, EX_USAGE, "--decimal %s: is neither point nor comma", word);
}

bool decimal_is_number(const char *text)
{
	struct number number;

	return read_number(text, &number);
}

enum decimal_mark decimal_evidence(const char *text)
{
	struct number number;

	return read_number(text, &number) ? number.proven : DECIMAL_UNKNOWN;
}

/* The value of NUMBER's digits in units with DIGITS decimals. */
static enum decimal_result evaluate(const struct number *number, int digits, int64_t *value)
{
	int decimals = number->mark < number->length ? number->length - number->mark - 1 : 0;
	int64_t sum = 0;
	int i;

	for (i = 0; i < number->length + digits - decimals; i++) {
		char c = i < number->length ? number->text[i] : '0';

		if (c < '0' || c > '9')
			continue;
		if (__builtin_mul_overflow(sum, 10, &sum) ||
			__builtin_add_overflow(sum, c - '0', &sum))
			return DECIMAL_TOO_LARGE;
	}
	for (; i < number->length; i++)
		if (number->text[i] != '0' && i > number->mark)
			return DECIMAL_TOO_FINE;
	*value = number->negative ? -sum : sum;
	return DECIMAL_READ;
}

enum decimal_result decimal_parse(
	const char *text, enum decimal_mark mark, int digits, int64_t *value)
{
	struct number number;

	if (!read_number(text, &number))
		return DECIMAL_NOT_A_NUMBER;
	/* What has no decimals has thousands. */
	if (number.ambiguous && mark == DECIMAL_UNKNOWN && digits > 0)
		return DECIMAL_AMBIGUOUS;
	if (number.ambiguous && mark_of(number.text[number.mark]) != mark)
		number.mark = number.length;
	else if (number.ambiguous && digits < 3)
		return DECIMAL_TOO_FINE;
	if (mark != DECIMAL_UNKNOWN && number.proven != DECIMAL_UNKNOWN && number.proven != mark)
		return DECIMAL_OTHER_MARK;
	return evaluate(&number, digits, value);
}

int decimal_sign(const char *text)
{
	struct number number;

	if (!read_number(text, &number))
		return 1;
	if (strpbrk(number.text, "123456789") == NULL)
		return 0;
	return number.negative ? -1 : 1;
}
