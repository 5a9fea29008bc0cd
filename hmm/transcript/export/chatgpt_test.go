package export

import "testing"

func TestChatGPTSample(t *testing.T) {
	expect(t, sample(t, "chatgpt/conversations.json"), options(), `
c-1 customer "my parcel never came"
c-1 bot "Which order?"
c-1 customer "this one"
c-1 bot "It is lost, sorry."
`, "4 messages; dropped 3: 1 branch, 1 prompt, 1 tool")
}
