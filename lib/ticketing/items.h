/*
 * The tickets of a purchase in the column purchases.items: runs of the same type, price and
 * reduction, in the tickets' order, [[type, price, first number, last number, reduction], …];
 * without the last if it is 0. A ticket's number is the ordinal in its id, from 1.
 *
 * Reading the tickets from the purchase's event takes more instructions than all of a payment.
 */
#ifndef TICKETING_ITEMS_H
#define TICKETING_ITEMS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "message/message.h"
#include "store/store.h"

struct item {
	const char *type;
	int64_t price;
	int64_t reduction;    /* by the discount code; 0: none */
	unsigned first, last; /* numbers of its tickets */
};

/* Adds the column's text for TICKETS, a list of struct ticket. */
void items_write(const struct list *tickets, struct buffer *out);

/*
 * Borrows from ARENA: the struct items of TEXT. Empty, with the store's fault set, if its numbers
 * are not those from 1 to TICKETS_LIMIT at the most.
 */
struct list items_read(struct store *store, const char *text, struct arena *arena);

/* The number of tickets in ITEMS. */
unsigned items_count(const struct list *items);

/* In SQL, for purchases p JOIN ITEMS: each run i of p, and its parts. */
#define ITEMS "json_each(p.items) i"
#define ITEM_TYPE "json_extract(i.value, '$[0]')"
#define ITEM_PRICE "json_extract(i.value, '$[1]')"
#define ITEM_FIRST "json_extract(i.value, '$[2]')"
#define ITEM_LAST "json_extract(i.value, '$[3]')"
#define ITEM_IS_REDUCED "json_extract(i.value, '$[4]') IS NOT NULL"

/* With tickets t: t is one of the run i. */
#define TICKET_OF_ITEM "t.number BETWEEN " ITEM_FIRST " AND " ITEM_LAST

#define COLUMNS_OF_PURCHASE                                                                        \
	"p.purchase, p.client, p.currency, p.payment, p.reason, p.state, p.deadline, p.discount, " \
	"p.pool, p.paid, p.seq, coalesce((SELECT max(r.seq) FROM refunds r "                       \
	"WHERE r.purchase = p.purchase), 0) AS refunded, " ITEM_TYPE " AS type, " ITEM_PRICE       \
	" AS price, "

/*
 * All tickets by purchase, type and price: quantity of them ended at a position (NULL: they are
 * valid). A ticket cancelled alone is added with its position, and subtracted from those that
 * end with the purchase. initial: 1 in one row of each purchase, else 0. refunded: the position of
 * the last refund, which is for all that ended before; 0: none.
 */
#define PURCHASED_TICKETS                                                                          \
	"(SELECT " COLUMNS_OF_PURCHASE ITEM_LAST " - " ITEM_FIRST                                  \
	" + 1 AS quantity, "                                                                       \
	"p.closed AS ended, i.key = 0 AS initial FROM purchases p JOIN " ITEMS                     \
	" UNION ALL "                                                                              \
	"SELECT " COLUMNS_OF_PURCHASE                                                              \
	"s.sign, CASE s.sign WHEN 1 THEN t.cancelled "                                             \
	"ELSE p.closed END, 0 FROM tickets t JOIN purchases p USING (purchase) "                   \
	"JOIN " ITEMS " ON " TICKET_OF_ITEM                                                        \
	" JOIN (SELECT 1 AS sign UNION ALL SELECT -1) s "                                          \
	"WHERE t.cancelled IS NOT NULL)"

#endif
