/* Tables: which columns a line has room for, how wide they are, and what is cut. */
#include "base/table.h"

#include "base/memory.h"
#include "tap.h"

static const struct table_column columns[] = {
	{"ID", false, 4, 0, false, false},
	{"N", true, 0, 0, false, false},
	{"NOTE", false, 5, 1, true, false},
	{"LATER", false, 0, 2, false, false},
};

/* Whether a table of these columns and two rows, in lines of WIDTH, is WANTED. */
static void test_table(size_t width, const char *wanted, const char *name)
{
	static const char *const cells[] = {
		"acme", "1", "a long note", "x", "societe", "1000", "", "y"};
	struct table *table = table_new(columns, 4, width);
	struct buffer out = {0};
	size_t i;

	for (i = 0; i < 8; i++)
		table_add(table, cells[i]);
	table_print(table, &out);
	tap_ok(strcmp(buffer_text(&out), wanted) == 0, name);
	if (strcmp(buffer_text(&out), wanted) != 0)
		printf("# %s", buffer_text(&out));
	buffer_release(&out);
	table_free(table);
}

static void test_widths(void)
{
	test_table(0,
		"ID          N  NOTE         LATER\n"
		"acme        1  a long note  x\n"
		"societe  1000               y\n",
		"a table without a limit has all columns and cells");
	test_table(33,
		"ID          N  NOTE         LATER\n"
		"acme        1  a long note  x\n"
		"societe  1000               y\n",
		"a table that fits exactly has all columns and cells");
	test_table(32,
		"ID          N  NOTE        LATER\n"
		"acme        1  a long no\u2026  x\n"
		"societe  1000              y\n",
		"a cell is cut that is longer than its column");
	test_table(29,
		"ID          N  NOTE\n"
		"acme        1  a long note\n"
		"societe  1000\n",
		"a column of rank 2 is left out before others are cut to less than twice their least");
	test_table(17,
		"ID       N  NOTE\n"
		"acme     1  a lo\u2026\n"
		"soc\u2026  1000\n",
		"columns are cut to their least width");
	test_table(16,
		"ID          N\n"
		"acme        1\n"
		"societe  1000\n",
		"a column of rank 1 is left out before others are cut to less than their least");
	test_table(9,
		"ID\n"
		"acme\n"
		"societe\n",
		"a number is left out, and not cut");
	test_table(3,
		"ID\n"
		"ac\u2026\n"
		"so\u2026\n",
		"a column that is left alone is cut to any width");
}

/* Of columns of one rank, in a line without room for all, the one with texts. */
static void test_empty(bool wanted, const char *heads, const char *name)
{
	const struct table_column three[] = {{"ID", false, 0, 0, false, false},
		{"EMPTY", false, 0, 0, false, wanted}, {"FULL", false, 0, 1, false, false}};
	struct table *table = table_new(three, 3, 10);
	struct buffer out = {0};

	table_add(table, "a");
	table_add(table, "");
	table_add(table, "b");
	table_print(table, &out);
	tap_ok(strncmp(buffer_text(&out), heads, strlen(heads)) == 0, name);
	buffer_release(&out);
	table_free(table);
}

/* The first rows decide the columns and the widths. */
static void test_parts(void)
{
	struct table *table = table_new(columns, 2, 10);
	struct buffer out = {0};

	table_mark_heads(table, "<", ">");
	table_add(table, "a");
	table_add(table, "1");
	tap_ok(table_rows(table) == 1, "a table counts the rows that it has not printed");
	table_print(table, &out);
	tap_ok(table_rows(table) == 0, "a table keeps no row that it has printed");
	table_add(table, "longer");
	table_add(table, "2");
	table_print(table, &out);
	tap_ok(strcmp(buffer_text(&out), "<ID  N>\na   1\nl\u2026  2\n") == 0,
		"a table that is printed in parts has its heads and widths from the first");
	tap_ok(!table_leaves_out(table, 1), "a column that is printed was not left out");
	buffer_release(&out);
	table_free(table);
}

static void test_cells(void)
{
	static const struct table_column one[] = {{"A", false, 0, 0, false, false}};
	struct table *table = table_new(one, 1, 0);
	struct buffer out = {0};

	table_add(table, "a\n\033b");
	table_print(table, &out);
	tap_ok(strcmp(buffer_text(&out), "A\na\\n\\u001bb\n") == 0,
		"what is not seen of a cell is escaped");
	buffer_release(&out);
	table_free(table);
	table = table_new(one, 1, 80);
	tap_ok(!table_leaves_out(table, 0), "a table that was not printed leaves out nothing");
	table_free(table);
	table_free(NULL);
}

/* A sentence in the last column. */
static void test_sentence(size_t width, const char *text, const char *wanted, const char *name)
{
	static const struct table_column two[] = {
		{"ID", false, 0, 0, false, false}, {"WHAT", false, 10, 0, true, false}};
	struct table *table = table_new(two, 2, width);
	struct buffer out = {0};

	table_add(table, "acme");
	table_add(table, text);
	table_print(table, &out);
	tap_ok(strcmp(buffer_text(&out), wanted) == 0, name);
	if (strcmp(buffer_text(&out), wanted) != 0)
		printf("# %s", buffer_text(&out));
	buffer_release(&out);
	table_free(table);
}

/* 16 characters of two columns each, which Unicode joins to one letter, with what follows. */
#define WIDE                                                                                       \
	"\u1100\u1100\u1100\u1100\u1100\u1100\u1100\u1100"                                         \
	"\u1100\u1100\u1100\u1100\u1100\u1100\u1100\u1100"

static void test_sentences(void)
{
	test_sentence(38, "four words of a sentence that is  continued below it",
		"ID    WHAT\n"
		"acme  four words of a sentence that is\n"
		"      continued below it\n",
		"a sentence in the last column is continued below");
	test_sentence(38, "0123456789012345678901234567890123456789 and more",
		"ID    WHAT\n"
		"acme  01234567890123456789012345678901\n"
		"      23456789 and more\n",
		"a word that is longer than its column is divided");
	test_sentence(28, "four words of a sentence that is continued",
		"ID    WHAT\n"
		"acme  four words of a\n"
		"      sentence that is\n"
		"      continued\n",
		"a sentence is continued over several lines");
	test_sentence(27, "four words of a sentence that is continued",
		"ID    WHAT\n"
		"acme  four words of a sent\u2026\n",
		"a sentence is cut where its lines would be too short to read");
	test_sentence(0, "four words of a sentence that is continued",
		"ID    WHAT\n"
		"acme  four words of a sentence that is continued\n",
		"a sentence without a limit has one line");
	test_sentence(38, WIDE WIDE WIDE " end",
		"ID    WHAT\n"
		"acme  " WIDE
		"\n"
		"      " WIDE
		"\n"
		"      " WIDE
		"\n"
		"      end\n",
		"a letter of joined characters that is wider than its column is divided");
}

int main(void)
{
	test_widths();
	test_sentences();
	test_empty(false, "ID  FULL\n", "an empty column is left out before one with texts");
	test_empty(true, "ID  EMPTY\n",
		"an empty column that is wanted is not left out before others");
	test_parts();
	test_cells();
	return tap_end();
}
