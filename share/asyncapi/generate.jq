# The API document of the open host, AsyncAPI 3.0: jq -n -f generate.jq, whose input are
# what the tools say of themselves (--describe) and the schemas. "make api" runs it.
#
# Messages, and which of them answers which command, are the tools'. What stands here are
# the ways in: the bus, a web server, ssh.

[inputs] as $inputs
| [$inputs[] | select(.tool)] as $tools
| ($inputs | map(select(."$id")) | map({(.title): .}) | add) as $schemas

# Of lanyard.ticketing.create-ticket-purchase.v1: create-ticket-purchase.v1, its schema,
# createTicketPurchase.
| def tail: split(".")[2:] | join(".");
def path: split(".") | "../schemas/\(.[1])/\(.[2:] | join(".")).json";
def camel: split(".")[2] | split("-") | .[0] + (.[1:] | map((.[:1] | ascii_upcase) + .[1:]) | add // "");

# The tools that take published commands, and all that is published by their context.
[$tools[] | select(.commands - (.commands - .publishes) != [])] as $open
| ($open | map(.context) | unique) as $contexts
| if ($contexts | length) != 1 then error("one open host: \($contexts)") else $contexts[0] end
| . as $context
| [$open[] | .commands[]] as $commands
| ([$tools[] | select(.context == $context) | .publishes[]] | unique - $commands) as $answers
| ([$tools[] | select(.context == $context and .tool == "ticket-feed") | .publishes[]]) as $events

| def message($type): {(($type | camel)): {"$ref": "#/components/messages/\($type | camel)"}};
def messages($types): $types | map(message(.)) | add;
def of($channel; $types): $types | map({"$ref": "#/channels/\($channel)/messages/\(camel)"});
# What a command can be answered: by what its tool prints of what is published.
def answers($tool): $tool.publishes - $tool.commands;
# ticket-create -> shellTicketCreate
def shell: "shell" + (split("-") | map((.[:1] | ascii_upcase) + .[1:]) | add);
def client: {description: "Who asks, as the office granted it: a token, bytes other than letters, digits, - and _ as =XX."};
def conference: {description: "The conference: a token as well."};

{
	asyncapi: "3.0.0",
	id: "urn:lanyard:\($context)",
	info: {
		title: "Lanyard: \($context), an open host",
		version: $tools[0].version,
		description: "Commands that any client with a grant may send, their answers, and the feed of what has happened. One line of JSON, a CloudEvents 1.0 event, is one message. Sent again with the same id, a command is answered the same, by whichever way it comes. A feed may have events that are not listed here: pass them over.",
		license: {name: "ISC"}
	},
	defaultContentType: "application/cloudevents+json",
	servers: {
		bus: {
			host: "bus.example:4222",
			protocol: "nats",
			description: "NATS with JetStream. The broker lets each client publish on its own subjects alone.",
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
			title: "Answers on the bus, for seven days",
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
			messages: messages($commands + $answers)
		},
		webCommand: {
			address: "/commands/{id}",
			title: "What came of a command",
			servers: [{"$ref": "#/servers/web"}],
			parameters: {id: {description: "The command's id, a UUID."}},
			messages: messages($answers)
		},
		webFeed: {
			address: "/feed",
			title: "The client's feed over HTTP",
			description: "As http-feeds.org has it: a batch; with Accept, lines (application/x-ndjson) or server-sent events (text/event-stream).",
			servers: [{"$ref": "#/servers/web"}],
			messages: messages($events)
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
				description: "201: done. 409: refused for a business reason, or the same id with other data. 403: not granted. 422: can't be read. With Prefer: respond-async (RFC 7240), 202 and where to look.",
				channel: {"$ref": "#/channels/webCommands"},
				messages: of("webCommands"; [$command]),
				bindings: {http: {method: "POST", bindingVersion: "0.3.0"}},
				reply: {channel: {"$ref": "#/channels/webCommands"}, messages: of("webCommands"; answers($tool))}
			},
			("\(camel)OverShell"): ($tool.tool | shell | {
				action: "receive",
				summary: $schemas[$command].description,
				channel: {"$ref": "#/channels/\(.)"},
				messages: of(.; [$command]),
				reply: {channel: {"$ref": "#/channels/\(.)"}, messages: of(.; answers($tool))}
			})
		}) | add) | add) + {
			outcomeOverWeb: {
				action: "send",
				summary: "What came of a command, for the client that sent it. 202: it waits. 404: nobody knows it.",
				channel: {"$ref": "#/channels/webCommand"},
				messages: of("webCommand"; $answers),
				bindings: {http: {method: "GET", bindingVersion: "0.3.0"}}
			},
			feedOverBus: {
				action: "send",
				summary: "Every event, once, at its own sequence.",
				channel: {"$ref": "#/channels/busFeed"},
				messages: of("busFeed"; $events)
			},
			feedOverWeb: {
				action: "send",
				summary: "The client's own events, or all where it was granted that.",
				channel: {"$ref": "#/channels/webFeed"},
				messages: of("webFeed"; $events),
				bindings: {http: {
					method: "GET",
					query: {type: "object", additionalProperties: false, properties: {
						lastEventId: {type: "string", description: "The events behind the one that has this id; absent: all."},
						timeout: {type: "integer", minimum: 0, maximum: 60000, description: "How many milliseconds to wait where there is none."},
						limit: {type: "integer", minimum: 1, maximum: 1000, description: "At most that many."}
					}},
					bindingVersion: "0.3.0"
				}}
			},
			feedOverShell: {
				action: "send",
				summary: "The client's own events, or all where it was granted that.",
				channel: {"$ref": "#/channels/shellTicketFeed"},
				messages: of("shellTicketFeed"; $events)
			}
		}
	),
	components: {
		messages: ($commands + $answers | map(. as $type | {(camel): {
			name: $type,
			title: tail,
			summary: $schemas[$type].description,
			contentType: "application/cloudevents+json",
			correlationId: {
				location: "$message.payload#/correlationid",
				description: "Handed through from the first command of a chain; causationid is the command that an answer answers."
			},
			payload: {schemaFormat: "application/schema+json;version=draft-07", schema: {"$ref": path}}
		}}) | add),
		securitySchemes: {
			password: {type: "userPassword", description: "Or whatever the broker asks for: credentials, certificates."},
			digest: {type: "http", scheme: "digest", description: "Or whatever the web server asks for."},
			key: {type: "asymmetricEncryption", description: "An ssh key."}
		}
	}
}
