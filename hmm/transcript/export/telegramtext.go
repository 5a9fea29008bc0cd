package export

import (
	"strings"

	"intenthmm/hmm/transcript"
)

// telegramText joins a text that is cut at links, names and styles: a list of texts and of objects that hold one.
func telegramText(v transcript.Value) string {
	if !v.IsList() {
		return v.Text()
	}
	var b strings.Builder
	for piece := range v.Items() {
		if piece.IsObject() {
			piece = piece.Get("text")
		}
		b.WriteString(piece.Text())
	}
	return b.String()
}

// telegramMedia is what a message shows, by its media_type, photo, file, mime_type, location, contact and poll. The
// files themselves may be missing from an export.
func telegramMedia(f [7]transcript.Value) string {
	switch f[0].Text() {
	case "sticker":
		return "sticker"
	case "animation":
		return "image"
	case "video_file", "video_message":
		return "video"
	case "voice_message", "audio_file":
		return "audio"
	}
	switch {
	case !f[1].IsNull():
		return "image"
	case !f[2].IsNull():
		return mediaOfType(f[3].Text())
	case !f[4].IsNull():
		return "location"
	case !f[5].IsNull():
		return "contact"
	case !f[6].IsNull():
		return "poll"
	}
	return ""
}
