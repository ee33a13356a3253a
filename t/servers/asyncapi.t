#!/bin/sh
# AsyncAPI's own parser reads the API document. It comes from npm, into build/npm or NODE_PATH.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
document=$root/share/asyncapi/lanyard.json
NODE_PATH=${NODE_PATH:-$root/build/npm/node_modules}
export NODE_PATH
node -e 'require("@asyncapi/parser")' 2>/dev/null || skip_all '@asyncapi/parser is not here'

reads() {
	node -e '
		const { Parser, fromFile } = require("@asyncapi/parser");
		fromFile(new Parser(), process.argv[1]).parse().then(({ document, diagnostics }) => {
			const wrong = diagnostics.filter((d) => d.severity < 2);
			for (const d of wrong) console.log(d.path.join("/"), d.message);
			process.exit(document && wrong.length === 0 ? 0 : 1);
		});' "$1"
}
refuses() {
	! reads "$1"
}

ok "AsyncAPI's parser finds neither errors nor warnings in the document" reads "$document"
mkdir asyncapi && ln -s "$root/share/schemas" "$scratch/work/schemas"
jq 'del(.channels.webFeed)' "$document" >asyncapi/bad.json
ok "AsyncAPI's parser finds a missing channel" refuses asyncapi/bad.json
done_testing
