package export

import "testing"

func TestOpenAISample(t *testing.T) {
	expect(t, sample(t, "openai_messages.jsonl"), options(), `
1 customer "my parcel never came"
1 bot "It is lost."
2 customer "hello"
2 bot "hi"
`, "4 messages; dropped 3: 2 tool, 1 prompt")
}

func TestShareGPTSample(t *testing.T) {
	expect(t, sample(t, "sharegpt.json"), options(), `
x_0 customer "my parcel never came"
x_0 bot "Which order?"
`, "2 messages; dropped 1: 1 prompt")
}
