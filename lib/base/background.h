/*
 * A worker: runs one function on one item at a time in a thread of its own, while its caller
 * does something else. So a loop over batches can prepare the next batch during this one's
 * commit:
 *
 *     struct background *parser = background_new(parse_batch);
 *
 *     background_start(parser, &batches[next]);
 *     commit_batch(&batches[current]);
 *     background_wait(parser);
 *     background_free(parser);
 *
 * Between background_start() and background_wait(), the item and all that the function reaches
 * through it belong to the worker; otherwise, to the caller.
 *
 * The thread is created by the first start. If that fails, the function runs in
 * background_start() itself: with the same result, but not at the same time. All signals are
 * blocked in the thread, so they interrupt and are handled in the caller's.
 */
#ifndef BASE_BACKGROUND_H
#define BASE_BACKGROUND_H

struct background;

/* Returns new: a worker that runs WORK, and does nothing yet. */
struct background *background_new(void (*work)(void *item));

/* Begins to work on ITEM. An earlier item must have been waited for. */
void background_start(struct background *background, void *item);

/* Waits until the started item is done; returns at once if there is none. */
void background_wait(struct background *background);

/* Waits for the started item, and ends the thread. NULL is allowed. */
void background_free(struct background *background);

#endif
