/*
 * A story of the map, for people who run a conference: tools in the order in which
 * something passes through them, in at most two contexts, and the messages between them.
 *
 * A story declares which tools and messages it shows, and texts for people. A tool's
 * context, a message's sender and name, and whether it is a command, come from the tools'
 * descriptions; nothing else can be drawn.
 */
#ifndef MAP_STORY_H
#define MAP_STORY_H

#include "base/fault.h"
#include "map/map.h"

#define STORY_MESSAGE(X, S)                                                                        \
	STRING(X, S, type, REQUIRED, 200,                                                          \
		"its type; it comes from the nearest step before that emits it")                   \
	STRING(X, S, text, OPTIONAL, 200, "what it says, in words")
STRUCT_DECLARE(story_message, STORY_MESSAGE);

#define STORY_STEP(X, S)                                                                           \
	STRING(X, S, tool, REQUIRED, 64, "the tool that does it")                                  \
	STRING(X, S, name, REQUIRED, 64, "what it is called")                                      \
	STRING(X, S, text, OPTIONAL, 300, "what happens, in words")                                \
	LIST(X, S, takes, OPTIONAL, 0, 20, story_message, "messages that it reacts to")
STRUCT_DECLARE(story_step, STORY_STEP);

#define STORY_SYSTEM(X, S)                                                                         \
	STRING(X, S, context, REQUIRED, 64, "a context that a step is of")                         \
	STRING(X, S, name, REQUIRED, 64, "what it is called")                                      \
	STRING(X, S, text, OPTIONAL, 300, "what it is, in words")
STRUCT_DECLARE(story_system, STORY_SYSTEM);

/* The most systems, side by side. */
enum { STORY_SYSTEMS = 2 };

#define STORY(X, S)                                                                                \
	STRING(X, S, title, REQUIRED, 200, "what it shows")                                        \
	LIST(X, S, systems, REQUIRED, 1, STORY_SYSTEMS, story_system,                              \
		"its contexts, from left to right")                                                \
	LIST(X, S, steps, REQUIRED, 1, 50, story_step, "in their order")
MESSAGE_DECLARE(story, STORY);

/*
 * Adds STORY as a picture. False with FAULT set (78), and nothing added: a tool or a
 * message is not on the map, or its lines would cross.
 */
bool map_story(struct map *map, const struct story *story, struct buffer *out, struct fault *fault);

#endif
