# The API document of the open host, AsyncAPI 3.0: jq -n -f generate.jq, whose input are
# the tools' descriptions (--describe) and the schemas. "make api" runs it.
#
# Messages, and which of them answers which command, come from the tools. This file adds
# the transports: the bus, a web server, ssh, a Unix socket.

[inputs] as $inputs
| [$inputs[] | select(.tool)] as $tools
| ($inputs | map(select(."$id")) | map({(.title): .}) | add) as $schemas

# Of lanyard.ticketing.create-ticket-purchase.v1: create-ticket-purchase.v1, its schema,
# createTicketPurchase.
| def tail: split(".")[2:] | join(".");
def path: split(".") | "../schemas/\(.[1])/\(.[2:] | join(".")).json";
def camel: split(".")[2] | split("-") | .[0] + (.[1:] | map((.[:1] | ascii_upcase) + .[1:]) | add // "");

# The tools that consume published commands, and all messages that their context publishes.
[$tools[] | . as $tool | select(any(.consumes[]; IN($tool.commands[]) and IN($tool.publishes[])))] as $open
| ($open | map(.context) | unique) as $contexts
| if ($contexts | length) != 1 then error("one open host: \($contexts)") else $contexts[0] end
| . as $context
| [$open[] | .commands[]] as $commands
| ([$tools[] | select(.context == $context) | .publishes[]] | unique - $commands) as $answers
| ([$tools[] | select(.context == $context and .tool == "ticket-feed") | .publishes[]]) as $events
# The tool that contrib/systemd has a socket for.
| ($open[] | select(.tool == "ticket-create")) as $create

| def message($type): {(($type | camel)): {"$ref": "#/components/messages/\($type | camel)"}};
def messages($types): $types | map(message(.)) | add;
def of($channel; $types): $types | map({"$ref": "#/channels/\($channel)/messages/\(camel)"});
# An AsyncAPI message from its schema.
def described: . as $type | {
	name: $type,
	title: tail,
	summary: $schemas[$type].description,
	contentType: "application/cloudevents+json",
	correlationId: {
		location: "$message.payload#/correlationid",
		description: "Copied from the first command of a chain; causationid is the id of the command that the answer is for."
	},
	payload: {schemaFormat: "application/schema+json;version=draft-07", schema: {"$ref": path}}
};
# The possible answers to a command: the published messages that its tool prints.
def answers($tool): $tool.publishes - $tool.commands;
# ticket-create -> shellTicketCreate
def shell: "shell" + (split("-") | map((.[:1] | ascii_upcase) + .[1:]) | add);
# Messages of the transport itself, which no tool prints.
def own($names): $names | map({(.): {"$ref": "#/components/messages/\(.)"}}) | add;
def of_own($channel; $names): $names | map({"$ref": "#/channels/\($channel)/messages/\(.)"});
def with_status($status): {http: {statusCode: $status, bindingVersion: "0.3.0"}};
# The HTTP status (RFC 9110, 15) by the answer's type, as contrib/http/lanyard-http.sh sets it.
def over_web: split(".")[2] as $kind
	| if $kind == "command-refused" then {Conflict: 409, Forbidden: 403, Limited: 429, "": 422}
	elif $kind | endswith("-rejected") then {"": 409}
	else {"": 201} end;
def web_names: camel as $name | over_web | keys_unsorted | map("\($name)OverWeb\(.)");
# Problems (RFC 9457), by status.
{
	"400": "Malformed or truncated.",
	"401": "Not authenticated.",
	"403": "Not granted, or the user is not a client.",
	"404": "Unknown.",
	"411": "Content-Length is required.",
	"413": "Longer than 64 KiB.",
	"415": "Not a content type of commands.",
	"422": "Not readable, or not a command that can be sent here.",
	"429": "Too many of the client's commands are queued, or its hourly limit is reached.",
	"500": "Internal error; see the log.",
	"503": "Busy."
} as $problems
| def problems($statuses): $statuses | map("problem\(.)");
problems([400, 401, 403, 411, 413, 415, 422, 429, 500, 503]) as $post_problems
| problems([401, 403, 404, 422, 500, 503]) as $get_problems
| problems([400, 401, 403, 422, 500, 503]) as $feed_problems
| ($answers | map(web_names[])) as $web_answers

| def client: {description: "The client's id as in its grants: a token, bytes other than letters, digits, - and _ as =XX."};
def conference: {description: "The conference, encoded like the client."};

{
	asyncapi: "3.0.0",
	id: "urn:lanyard:\($context)",
	info: {
		title: "Lanyard: \($context), an open host",
		version: $tools[0].version,
		description: "Commands that any client with a grant may send, their answers, and the feed of events. A message is one line of JSON, a CloudEvents 1.0 event. A command is idempotent by its id, over any transport: a retry gets the same answer. Consumers ignore events of the feed that are not listed here.",
		license: {name: "ISC"}
	},
	defaultContentType: "application/cloudevents+json",
	servers: {
		bus: {
			host: "bus.example:4222",
			protocol: "nats",
			description: "NATS with JetStream. The broker allows each client to publish on its own subjects only.",
			security: [{"$ref": "#/components/securitySchemes/password"}]
		},
		web: {
			host: "tickets.example",
			protocol: "https",
			description: "A web server that authenticates (contrib/http). The user is the client.",
			security: [{"$ref": "#/components/securitySchemes/digest"}]
		},
		shell: {
			host: "tickets.example:22",
			protocol: "ssh",
			description: "sshd with a forced command (contrib/ssh): the key is the client. Standard input takes commands, a line each; standard output answers.",
			security: [{"$ref": "#/components/securitySchemes/key"}]
		},
		socket: {
			host: "localhost",
			pathname: "/run/lanyard",
			protocol: "unix",
			description: "Unix stream sockets on ticketing's machine (contrib/systemd). A user's socket accepts only that user, who is the client. A peer writes its lines, shuts down its writing side, and reads the answers."
		}
	},
	channels: ({
		busCommands: {
			address: "lanyard.cmd.{client}.{conference}.\($context).{command}",
			title: "Commands on the bus",
			servers: [{"$ref": "#/servers/bus"}],
			parameters: {client: client, conference: conference, command: {
				description: "The end of the command's type.",
				enum: ($commands | map(tail))
			}},
			messages: messages($commands)
		},
		busAnswers: {
			address: "lanyard.answer.{client}.{conference}.\($context)",
			title: "Answers on the bus, for seven days, and the last 1000 of each client",
			servers: [{"$ref": "#/servers/bus"}],
			parameters: {client: client, conference: conference},
			messages: messages($answers)
		},
		busFeed: {
			address: "lanyard.event.{conference}.\($context).{event}",
			title: "The feed on the bus",
			description: "The stream lanyard-{conference}-\($context): its sequence is the event's, its Nats-Msg-Id the event's id.",
			servers: [{"$ref": "#/servers/bus"}],
			parameters: {conference: conference, event: {
				description: "The end of the event's type.",
				enum: ($events | map(tail))
			}},
			messages: messages($events)
		},
		webCommands: {
			address: "/commands",
			title: "Commands over HTTP",
			servers: [{"$ref": "#/servers/web"}],
			messages: (messages($commands) + own($web_answers + ["commandLeft"] + $post_problems))
		},
		webCommand: {
			address: "/commands/{id}",
			title: "The outcome of a command",
			servers: [{"$ref": "#/servers/web"}],
			parameters: {id: {description: "The command's id, a UUID."}},
			messages: own(["webRequest"] + $web_answers + ["commandWaits"] + $get_problems)
		},
		webFeed: {
			address: "/feed",
			title: "The client's feed over HTTP",
			description: "A batch as http-feeds.org specifies; depending on Accept, lines (application/x-ndjson) or server-sent events (text/event-stream).",
			servers: [{"$ref": "#/servers/web"}],
			messages: (own(["webRequest", "webBatch"]) + messages($events) + own($feed_problems))
		}
	} + ($open | map({(.tool | shell): {
		address: .tool,
		title: "\(.tool) over ssh",
		servers: [{"$ref": "#/servers/shell"}],
		messages: messages(.commands + answers(.))
	}}) | add) + {
		shellTicketFeed: {
			address: "ticket-feed",
			title: "The client's feed over ssh",
			servers: [{"$ref": "#/servers/shell"}],
			messages: messages($events)
		},
		socketCreate: {
			address: "{user}/create",
			parameters: {user: {description: "The client's user on that machine; only this user may connect."}},
			title: "ticket-create at a Unix socket",
			description: "Sockets for other tools can be configured.",
			servers: [{"$ref": "#/servers/socket"}],
			messages: (($create | messages(.commands + answers(.))) + own(["socketEnd"]))
		},
		socketFeed: {
			address: "{user}/feed",
			parameters: {user: {description: "The client's user on that machine; only this user may connect."}},
			title: "The client's feed at a Unix socket",
			description: "The peer's first line is ticket-feed's options: --after, --command, --follow, --limit; an empty line prints all of it.",
			servers: [{"$ref": "#/servers/socket"}],
			messages: (messages($events) + own(["socketEnd"]))
		}
	}),
	operations: (
		($open | map(. as $tool | .commands | map(. as $command | {
			("\(camel)OverBus"): {
				action: "receive",
				summary: $schemas[$command].description,
				channel: {"$ref": "#/channels/busCommands"},
				messages: of("busCommands"; [$command]),
				reply: {channel: {"$ref": "#/channels/busAnswers"}, messages: of("busAnswers"; answers($tool))}
			},
			("\(camel)OverWeb"): {
				action: "receive",
				summary: $schemas[$command].description,
				description: "Waits for the outcome; with Prefer: respond-async (RFC 7240) the answer is 202 with the Location of the outcome.",
				channel: {"$ref": "#/channels/webCommands"},
				messages: of("webCommands"; [$command]),
				bindings: {http: {method: "POST", bindingVersion: "0.3.0"}},
				reply: {
					channel: {"$ref": "#/channels/webCommands"},
					messages: of_own("webCommands"; (answers($tool) | map(web_names[])) + ["commandLeft"] + $post_problems)
				}
			},
			("\(camel)OverShell"): ($tool.tool | shell | {
				action: "receive",
				summary: $schemas[$command].description,
				channel: {"$ref": "#/channels/\(.)"},
				messages: of(.; [$command]),
				reply: {channel: {"$ref": "#/channels/\(.)"}, messages: of(.; answers($tool))}
			})
		}) | add) | add) + ($create | .commands | map({("\(camel)OverSocket"): {
			action: "receive",
			summary: $schemas[.].description,
			channel: {"$ref": "#/channels/socketCreate"},
			messages: of("socketCreate"; [.]),
			reply: {
				channel: {"$ref": "#/channels/socketCreate"},
				messages: (of("socketCreate"; answers($create)) + of_own("socketCreate"; ["socketEnd"]))
			}
		}}) | add) + {
			outcomeOverWeb: {
				action: "receive",
				summary: "The outcome of a command, for the client that sent it.",
				channel: {"$ref": "#/channels/webCommand"},
				messages: of_own("webCommand"; ["webRequest"]),
				bindings: {http: {method: "GET", bindingVersion: "0.3.0"}},
				reply: {
					channel: {"$ref": "#/channels/webCommand"},
					messages: of_own("webCommand"; $web_answers + ["commandWaits"] + $get_problems)
				}
			},
			feedOverBus: {
				action: "send",
				summary: "Every event, once, at its own sequence.",
				channel: {"$ref": "#/channels/busFeed"},
				messages: of("busFeed"; $events)
			},
			feedOverWeb: {
				action: "receive",
				summary: "The client's own events, or all events, if granted.",
				description: "A batch, or single events, depending on Accept; both with status 200.",
				channel: {"$ref": "#/channels/webFeed"},
				messages: of_own("webFeed"; ["webRequest"]),
				reply: {
					channel: {"$ref": "#/channels/webFeed"},
					messages: (of_own("webFeed"; ["webBatch"]) + of("webFeed"; $events) + of_own("webFeed"; $feed_problems))
				},
				bindings: {http: {
					method: "GET",
					query: {type: "object", additionalProperties: false, properties: {
						lastEventId: {type: "string", description: "Only events after the one with this id; absent: all."},
						timeout: {type: "integer", minimum: 0, maximum: 60000, description: "Milliseconds to wait if there is no event."},
						limit: {type: "integer", minimum: 1, maximum: 1000, description: "Maximum number of events."}
					}},
					bindingVersion: "0.3.0"
				}}
			},
			feedOverShell: {
				action: "send",
				summary: "The client's own events, or all events, if granted.",
				channel: {"$ref": "#/channels/shellTicketFeed"},
				messages: of("shellTicketFeed"; $events)
			},
			feedOverSocket: {
				action: "send",
				summary: "The client's own events, or all events, if granted.",
				channel: {"$ref": "#/channels/socketFeed"},
				messages: (of("socketFeed"; $events) + of_own("socketFeed"; ["socketEnd"]))
			}
		}
	),
	components: {
		messages: (($commands + $answers | map({(camel): described}) | add) +
			($answers | map(. as $type | over_web | to_entries | map(.value as $status | {
				("\($type | camel)OverWeb\(.key)"):
					($type | described + {title: "\(tail) over HTTP", bindings: with_status($status)})
			}) | add) | add) + {
			webRequest: {title: "A request", summary: "The address names the resource."},
			webBatch: {
				title: "A batch of events",
				contentType: "application/cloudevents-batch+json",
				payload: {type: "array", maxItems: 1000, items: {type: "object", description: "An event of the feed."}},
				bindings: with_status(200)
			},
			commandLeft: {
				title: "The command is queued",
				headers: {type: "object", required: ["Location"], properties: {
					Location: {type: "string", description: "The address of the outcome: /commands/{id}."},
					"Preference-Applied": {type: "string", const: "respond-async"}
				}},
				bindings: with_status(202)
			},
			commandWaits: {
				title: "The command is still queued",
				contentType: "application/json",
				payload: {type: "object", required: ["status"], properties: {status: {const: "waiting"}}},
				bindings: with_status(202)
			},
			socketEnd: {
				title: "The exit status, if not 0",
				summary: "The last line, which is not an event: a socket does not transmit an exit status.",
				contentType: "application/json",
				payload: {type: "object", required: ["exit", "message"], properties: {
					exit: {type: "integer", description: "The tool's exit status, see its manual page."},
					message: {type: "string", description: "The message on the tool's standard error."}
				}}
			}
		} + ($problems | with_entries(.value = {
			title: .value,
			contentType: "application/problem+json",
			payload: {type: "object", required: ["title", "status", "detail"], properties: {
				title: {type: "string"},
				status: {const: (.key | tonumber)},
				detail: {type: "string"},
				pointer: {type: "string", description: "The place, a JSON Pointer (RFC 6901), if known."}
			}},
			bindings: with_status(.key | tonumber)
		} | .key |= "problem\(.)"))),
		securitySchemes: {
			password: {type: "userPassword", description: "Or another method of the broker: credentials, certificates."},
			digest: {type: "http", scheme: "digest", description: "Or another method of the web server."},
			key: {type: "asymmetricEncryption", description: "An ssh key."}
		}
	}
}
