/* A conference that lanyard init sets up: the answers to its questions. */
#ifndef ADMIN_PLAN_H
#define ADMIN_PLAN_H

#include <stdbool.h>

#include "admin/clients.h"
#include "base/arena.h"
#include "base/fault.h"
#include "message/message.h"

struct plan_level {
	const char *name;
	int quantity; /* of tickets that its sponsors are owed */
};

struct plan {
	const char *name; /* of the conference */
	const char *zone;
	const char *type, *type_name, *price, *currency; /* the first ticket type; price as text */
	int capacity;
	bool clients[ADMIN_CLIENTS];
	struct list levels; /* of struct plan_level */
	const char *home;   /* the directory of the stores */
};

/*
 * Each reads ANSWER into PLAN, whose texts live in ARENA. False with FAULT set (EX_USAGE): the
 * reason, which says what would be right. What is too large or too long, its tool refuses.
 */
typedef bool plan_reader(
	struct plan *plan, const char *answer, struct arena *arena, struct fault *fault);
plan_reader plan_read_name, plan_read_zone, plan_read_type, plan_read_clients, plan_read_levels,
	plan_read_home;

/* Whether sponsors are among the clients: their levels are asked for. */
bool plan_has_levels(const struct plan *plan);

#endif
