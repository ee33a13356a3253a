/*
 * A story of the map, for people who run a conference: some tools in the order in which
 * something passes through them, in at most two contexts, and the messages between them.
 *
 * A story declares which tools and messages it shows, and words for people. What context
 * a tool is of, who sends a message, its name, and whether it is a command, is taken
 * from the tools' descriptions; what they don't have can't be drawn.
 */
#ifndef MAP_STORY_H
#define MAP_STORY_H

#include "base/fault.h"
#include "map/map.h"

#define STORY_MESSAGE(X, S)                                                                        \
	X(S, STRING, type, REQUIRED, 1, 200, none,                                                 \
		"its type; it comes from the nearest step before that emits it")                   \
	X(S, STRING, text, OPTIONAL, 1, 200, none, "what it says, in words")
SHAPE_DECLARE(story_message, STORY_MESSAGE);

#define STORY_STEP(X, S)                                                                           \
	X(S, STRING, tool, REQUIRED, 1, 64, none, "the tool that does it")                         \
	X(S, STRING, name, REQUIRED, 1, 64, none, "what it is called")                             \
	X(S, STRING, text, OPTIONAL, 1, 300, none, "what happens, in words")                       \
	X(S, LIST, takes, OPTIONAL, 0, 20, story_message, "messages that it reacts to")
SHAPE_DECLARE(story_step, STORY_STEP);

#define STORY_SYSTEM(X, S)                                                                         \
	X(S, STRING, context, REQUIRED, 1, 64, none, "a context that a step is of")                \
	X(S, STRING, name, REQUIRED, 1, 64, none, "what it is called")                             \
	X(S, STRING, text, OPTIONAL, 1, 300, none, "what it is, in words")
SHAPE_DECLARE(story_system, STORY_SYSTEM);

/* How many stand side by side on a page. */
enum { STORY_SYSTEMS = 2 };

#define STORY(X, S)                                                                                \
	X(S, STRING, title, REQUIRED, 1, 200, none, "what it shows")                               \
	X(S, LIST, systems, REQUIRED, 1, STORY_SYSTEMS, story_system,                              \
		"its contexts, from left to right")                                                \
	X(S, LIST, steps, REQUIRED, 1, 50, story_step, "in their order")
MESSAGE_DECLARE(story, STORY);

/*
 * Adds STORY as a picture. False with FAULT set (78), and nothing added: a tool or a
 * message is not on the map, or its lines would cross.
 */
bool map_story(struct map *map, const struct story *story, struct buffer *out, struct fault *fault);

#endif
