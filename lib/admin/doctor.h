/* The checks of lanyard doctor; each prints what it finds. None of them writes. */
#ifndef ADMIN_DOCTOR_H
#define ADMIN_DOCTOR_H

#include "admin/admin.h"
#include "admin/child.h"
#include "admin/clients.h"

struct doctor {
	struct run *run;
	struct child child;
	const char *directory; /* the conference's; or the nearest that exists above it */
	bool has_stores;
	/* That one, then others that have stores, behind symbolic links. */
	struct doctor_place {
		const char *path;
		dev_t disk;
		ino_t file;
		bool same_disk; /* as one before it */
	} places[1 + ADMIN_CONTEXTS];
	size_t place_count;
};

extern const char *doctor_backups; /* where else to look for backups; NULL: nowhere */

/* The machine (machine.c). */
void doctor_check_environment(struct doctor *doctor);
void doctor_check_file_system(struct doctor *doctor);
void doctor_check_space(struct doctor *doctor);
void doctor_check_clock(struct doctor *doctor);
void doctor_check_sqlite(struct doctor *doctor);
void doctor_check_descriptors(struct doctor *doctor);
void doctor_check_confinement(struct doctor *doctor);

/* The stores (stores.c). */
void doctor_check_permissions(struct doctor *doctor);
void doctor_check_locks(struct doctor *doctor);
void doctor_check_feeds(struct doctor *doctor);
void doctor_check_zone(struct doctor *doctor);

/* Their backups (backups.c). */
void doctor_check_backups(struct doctor *doctor);

/* What runs by itself (jobs.c). */
void doctor_check_jobs(struct doctor *doctor);

/* Borrows from RUN: the text that FORMAT makes. */
const char *doctor_text(struct doctor *doctor, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
