package export

import (
	"path"
	"strings"
)

// mediaOf is the token of a file, by the extension of its name or address.
func mediaOf(name string) string {
	name, _, _ = strings.Cut(name, "?")
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".heic", ".webp":
		return "image"
	case ".mp4", ".mov", ".3gp", ".webm":
		return "video"
	case ".opus", ".m4a", ".mp3", ".aac", ".ogg", ".wav":
		return "audio"
	case ".vcf":
		return "contact"
	}
	return "file"
}

// mediaOfType is the token of a media type (RFC 6838), such as image/png.
func mediaOfType(mime string) string {
	switch kind, _, _ := strings.Cut(mime, "/"); kind {
	case "image", "audio", "video":
		return kind
	}
	return "file"
}
