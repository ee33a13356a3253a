/* Words by which a bank's file has, beside an amount without a sign, whether money came in. */
#ifndef IMPORT_DIRECTION_H
#define IMPORT_DIRECTION_H

/* In a mask of pairs of words: nothing yet is known. */
enum { DIRECTION_UNSEEN = 0 };

/* Leaves in MASK the pairs of which TEXT, too, is a word, in any case. */
void direction_narrow(unsigned *mask, const char *text);

struct direction {
	const char *in, *out;
};

/* The pair of which all texts of MASK are words; NULL: there is none. */
const struct direction *direction_of(unsigned mask);

#endif
