#include "base/background.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"

struct background {
	void (*work)(void *);
	bool has_thread;
	bool failed; /* no thread could be created */
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed; /* one of those below */
	void *item;             /* NULL: none is started, or it is done */
	bool ending;
};

struct background *background_new(void (*work)(void *))
{
	struct background *background = memory_zeroed(1, sizeof(*background));

	background->work = work;
	pthread_mutex_init(&background->mutex, NULL);
	pthread_cond_init(&background->changed, NULL);
	return background;
}

static void *run(void *context)
{
	struct background *background = context;

	pthread_mutex_lock(&background->mutex);
	for (;;) {
		while (background->item == NULL && !background->ending)
			pthread_cond_wait(&background->changed, &background->mutex);
		if (background->item == NULL)
			break;
		pthread_mutex_unlock(&background->mutex);
		background->work(background->item);
		pthread_mutex_lock(&background->mutex);
		background->item = NULL;
		pthread_cond_signal(&background->changed);
	}
	pthread_mutex_unlock(&background->mutex);
	return NULL;
}

/* Creates the thread, with all signals blocked. */
static bool create_thread(struct background *background)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	background->has_thread = pthread_create(&background->thread, NULL, run, background) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	background->failed = !background->has_thread;
	return background->has_thread;
}

void background_start(struct background *background, void *item)
{
	if (background->failed || (!background->has_thread && !create_thread(background))) {
		background->work(item);
		return;
	}
	pthread_mutex_lock(&background->mutex);
	background->item = item;
	pthread_cond_signal(&background->changed);
	pthread_mutex_unlock(&background->mutex);
}

void background_wait(struct background *background)
{
	if (!background->has_thread)
		return;
	pthread_mutex_lock(&background->mutex);
	while (background->item != NULL)
		pthread_cond_wait(&background->changed, &background->mutex);
	pthread_mutex_unlock(&background->mutex);
}

void background_free(struct background *background)
{
	if (background == NULL)
		return;
	if (background->has_thread) {
		background_wait(background);
		pthread_mutex_lock(&background->mutex);
		background->ending = true;
		pthread_cond_signal(&background->changed);
		pthread_mutex_unlock(&background->mutex);
		pthread_join(background->thread, NULL);
	}
	pthread_cond_destroy(&background->changed);
	pthread_mutex_destroy(&background->mutex);
	free(background);
}
