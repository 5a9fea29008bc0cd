package page_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestStream: events are taken apart alike however the network cut them.
func TestStream(t *testing.T) {
	b := ready(t, newSite(t, trained(t, 12), "").URL, 1440, 1000)
	const stream = ": hello\\n\\nevent: step\\nid: 7\\ndata: {\\\"a\\\":\\ndata: 1}\\n\\ndata:x\\r\\n\\r\\nevent: end\\r\\ndata\\r\\n\\r\\nevent: lost\\n\\nid: 8\\ndata: ü\\n"
	const want = `[["step","7","{\"a\":\n1}"],["message","7","x"],["end","7",""]]`
	for _, size := range []int{1, 2, 3, 7, 1000} {
		got := run(b, chromedp.Evaluate[string](fmt.Sprintf(`(async () => {
			const { parse } = await import("./events.js");
			const bytes = new TextEncoder().encode("%s");
			const body = new ReadableStream({ start(c) {
				for (let i = 0; i < bytes.length; i += %d) c.enqueue(bytes.slice(i, i + %[2]d));
				c.close();
			} });
			const events = [];
			for await (const e of parse(body)) events.push([e.name, e.id, e.data]);
			return JSON.stringify(events);
		})()`, stream, size), chromedp.EvalAwaitPromise))
		if got != want {
			t.Errorf("in pieces of %d: %s, expected %s", size, got, want)
		}
	}
}
