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
	"p.pool, p.paid, p.seq, "

/*
 * All tickets by purchase, type and price: quantity of them ended at a position (NULL: they are
 * valid). A ticket cancelled alone is added with its position, and subtracted from those that
 * end with the purchase. initial: 1 in one row of each purchase, else 0. refunded: 0.
 */
#define TICKETS_BY_END                                                                             \
	"SELECT " COLUMNS_OF_PURCHASE ITEM_TYPE " AS type, " ITEM_PRICE " AS price, " ITEM_LAST    \
	" - " ITEM_FIRST                                                                           \
	" + 1 AS quantity, "                                                                       \
	"p.closed AS ended, i.key = 0 AS initial, 0 AS refunded FROM purchases p JOIN " ITEMS      \
	" UNION ALL "                                                                              \
	"SELECT " COLUMNS_OF_PURCHASE ITEM_TYPE ", " ITEM_PRICE                                    \
	", "                                                                                       \
	"s.sign, CASE s.sign WHEN 1 THEN t.cancelled "                                             \
	"ELSE p.closed END, 0, 0 FROM tickets t JOIN purchases p USING (purchase) "                \
	"JOIN " ITEMS " ON " TICKET_OF_ITEM                                                        \
	" JOIN (SELECT 1 AS sign UNION ALL SELECT -1) s "                                          \
	"WHERE t.cancelled IS NOT NULL"

/*
 * What was paid back, by refund (the position of its event) and type: for the tickets that were
 * cancelled first, and of one cancellation by type. A refund is of what was cancelled before, so a
 * later cancellation does not change for which tickets it was.
 */
#define REFUNDED_TICKETS                                                                           \
	"SELECT b.purchase, b.type, r.refund, max(0, min(b.earlier + b.amount, r.earlier + "       \
	"r.amount) - max(b.earlier, r.earlier)) AS refunded FROM (SELECT o.purchase, "             \
	"o.seq AS refund, o.amount, sum(o.amount) OVER (PARTITION BY o.purchase ORDER BY o.seq) "  \
	"- o.amount AS earlier FROM refunds o) r JOIN (SELECT a.purchase, a.type, a.amount, "      \
	"sum(a.amount) OVER (PARTITION BY a.purchase ORDER BY a.ended, a.type) - a.amount "        \
	"AS earlier FROM (SELECT c.purchase, c.type, c.ended, sum(c.quantity * c.price) AS "       \
	"amount FROM (" TICKETS_BY_END                                                             \
	") c WHERE c.ended > c.paid "                                                              \
	"AND c.purchase IN (SELECT o.purchase FROM refunds o) GROUP BY 1, 2, 3) a) b "             \
	"ON b.purchase = r.purchase"

/*
 * The tickets of purchases that were reopened, at the time of it, by purchase, type and price:
 * quantity of them had ended at the position expired, and were valid again at reopened.
 */
#define REOPENED_TICKETS                                                                           \
	"SELECT p.currency, " ITEM_TYPE " AS type, " ITEM_PRICE " AS price, " ITEM_LAST            \
	" - " ITEM_FIRST                                                                           \
	" + 1 - (SELECT count(*) FROM tickets t WHERE t.purchase = p.purchase "                    \
	"AND t.cancelled < o.expired AND " TICKET_OF_ITEM                                          \
	") AS quantity, o.expired, o.seq AS reopened FROM reopenings o "                           \
	"JOIN purchases p USING (purchase) JOIN " ITEMS

/* TICKETS_BY_END, and rows of no ticket with what was refunded. */
#define PURCHASED_TICKETS                                                                          \
	"(" TICKETS_BY_END " UNION ALL SELECT " COLUMNS_OF_PURCHASE                                \
	"f.type, 0, 0, NULL, 0, f.refunded FROM (" REFUNDED_TICKETS                                \
	") f JOIN purchases p USING (purchase))"

#endif
