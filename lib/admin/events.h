/* The last events of a conference, on its page, from what ticket-feed has printed. */
#ifndef ADMIN_EVENTS_H
#define ADMIN_EVENTS_H

#include "admin/page.h"

/* Adds them without what may be of a person: names, reasons, references, ids. */
void events_add(struct page *page);

/* Adds the sentences of ticket-feed -t, in which people are named. */
void events_add_sentences(struct page *page);

#endif
