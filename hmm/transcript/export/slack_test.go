package export

import "testing"

func TestSlackSample(t *testing.T) {
	for _, name := range []string{"slack/export.zip", "slack/unpacked"} {
		expect(t, sample(t, name), options(), `
D01 dana "private hello"
support bot "Carrier API is slow"
support Shop Desk "<image>"
support/1704448867.000100 dana "Hi @Shop Desk, my parcel never came & I am sad :cry: order 4711"
support/1704448867.000100 Shop Desk "Sure! One moment"
support/1704448867.000100 dana "got it, thanks"
`, "6 messages; dropped 2: 1 deleted, 1 notice")
	}
}
