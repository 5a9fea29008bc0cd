// Package export reads what chat tools export: one file a format. A reader that knows them all is
//
//	o := transcript.DefaultOptions()
//	o.Formats, o.Compressions = export.Formats(), export.Compressions()
//
// They are a package of their own because they need modules that a bot, which links package
// transcript, does without.
package export

import (
	"io"

	"github.com/klauspost/compress/zstd"

	"intenthmm/hmm/transcript"
)

// Formats are all formats of this package, in the order in which content is held against them: those that
// ask for more keys stand before those that ask for fewer.
func Formats() []transcript.Format {
	return []transcript.Format{
		slack, convoKit, teams, telegram, discord,
		zendesk, intercom, liveChat, chatwoot, crisp, twilio,
		botpress, lexV2, dialogflowCX, rasaTracker,
		chatGPT, shareGPT, openAI, whatsApp,
	}
}

// Compressions are those beside gzip.
func Compressions() []transcript.Compression {
	return []transcript.Compression{{
		Magic: []byte{0x28, 0xb5, 0x2f, 0xfd},
		Open: func(r io.Reader) (io.Reader, error) {
			return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxWindow))
		},
	}}
}

// maxWindow is the memory that a zstd file may ask for.
const maxWindow = 128 << 20
