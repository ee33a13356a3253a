/* The purchases that a selector names, one by one, in the order of what finds them. */
#ifndef TICKETING_SEARCH_H
#define TICKETING_SEARCH_H

#include "ticketing/choice.h"

/* The purchases found, of which some may have ended. */
struct search {
	struct choice *choice;
	const char *client;     /* whose reference it is */
	size_t count;           /* all that were found */
	struct purchase ended;  /* the last one of those that have */
	struct purchase single; /* the only one, if count is 1 */
};

/*
 * Adds the purchases that the selector of SEARCH's choice names, and that its sender may act for,
 * to the choice. False: there are more than CHOICE_LIMIT.
 */
bool search_purchases(struct search *search);

#endif
