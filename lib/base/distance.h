/*
 * How near two texts are, to suggest what a mistyped name may mean.
 */
#ifndef BASE_DISTANCE_H
#define BASE_DISTANCE_H

/*
 * The number of bytes to insert, remove, replace or exchange with the next one, to make LEFT of
 * RIGHT, in any case of ASCII letters (optimal string alignment); LIMIT + 1 if it is more than
 * LIMIT, or a text is longer than 255 bytes.
 */
int distance_between(const char *left, const char *right, int limit);

/* Of texts that are known, the one that a mistyped one may mean. */
struct nearest {
	const char *wanted;
	const char *text; /* borrowed; NULL: none differs in so few letters */
	int distance;
};

struct nearest nearest_to(const char *wanted);

/* TEXT is known. In short texts one letter may differ, in longer ones two. */
void nearest_offer(struct nearest *nearest, const char *text);

#endif
