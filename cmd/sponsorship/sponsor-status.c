#include "client/tools.h"
#include "sponsorship/sponsorship.h"
#include "sponsorship/status.h"

static void add(struct run *run, struct store *store, const char *beneficiary,
	const struct booking_status *bookings)
{
	struct sponsor_status_row row;

	if (sponsor_status_of(store, beneficiary, bookings, &run->arena, &row))
		run_row(run, &row);
}

int main(int argc, char **argv)
{
	static const struct client_report report = {
		.row = &sponsor_status_row_message,
		.add = add,
		.add_tasks = sponsor_add_tasks,
	};

	return client_status(&sponsorship, "sponsor-status", &report, argc, argv);
}
