/*
 * A story (as in Domain Storytelling), for people who run a conference: tools in order, in at
 * most two contexts, and the messages between them.
 *
 * A story declares which tools and messages it shows, and texts for people. A tool's
 * context, a message's sender and name, and whether it is a command, come from the tools'
 * descriptions.
 */
#ifndef MAP_STORY_H
#define MAP_STORY_H

#include "base/fault.h"
#include "map/map.h"

#define STORY_MESSAGE(X, S)                                                                        \
	STRING(X, S, type, REQUIRED, 200,                                                          \
		"its type; it comes from the nearest earlier step that emits it")                  \
	STRING(X, S, text, OPTIONAL, 200, "its description")
STRUCT_DECLARE(story_message, STORY_MESSAGE);

#define STORY_STEP(X, S)                                                                           \
	STRING(X, S, tool, REQUIRED, 64, "the tool of the step")                                   \
	STRING(X, S, name, REQUIRED, 64, "its display name")                                       \
	STRING(X, S, text, OPTIONAL, 300, "its description")                                       \
	LIST(X, S, consumes, OPTIONAL, 0, 20, story_message, "messages that it reacts to")
STRUCT_DECLARE(story_step, STORY_STEP);

#define STORY_SYSTEM(X, S)                                                                         \
	STRING(X, S, context, REQUIRED, 64, "the context of some of the steps")                    \
	STRING(X, S, name, REQUIRED, 64, "its display name")                                       \
	STRING(X, S, text, OPTIONAL, 300, "its description")
STRUCT_DECLARE(story_system, STORY_SYSTEM);

/* The most systems, side by side. */
enum { STORY_SYSTEMS = 2 };

#define STORY(X, S)                                                                                \
	STRING(X, S, title, REQUIRED, 200, "its title")                                            \
	LIST(X, S, systems, REQUIRED, 1, STORY_SYSTEMS, story_system,                              \
		"its contexts, from left to right")                                                \
	LIST(X, S, steps, REQUIRED, 1, 50, story_step, "in their order")
MESSAGE_DECLARE(story, STORY);

/*
 * Adds STORY as a picture. False with FAULT set (EX_CONFIG), and nothing added: a tool or a
 * message is not on the map, or its lines would cross.
 */
bool map_story(struct map *map, const struct story *story, struct buffer *out, struct fault *fault);

#endif
