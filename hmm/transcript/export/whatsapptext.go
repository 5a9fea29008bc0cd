package export

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"intenthmm/hmm/transcript"
)

// What WhatsApp writes instead of a text, in the languages in which exports are met most. A language that is
// missing shows as text.
var (
	whatsAppDeleted = []string{
		"This message was deleted", "You deleted this message",
		"Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht",
		"Se eliminó este mensaje", "Eliminaste este mensaje",
		"Ce message a été supprimé", "Vous avez supprimé ce message",
		"Questo messaggio è stato eliminato", "Hai eliminato questo messaggio",
		"Mensagem apagada", "Essa mensagem foi apagada", "Você apagou esta mensagem",
		"Dit bericht is verwijderd", "U hebt dit bericht verwijderd",
	}
	whatsAppOmitted = regexp.MustCompile(`(?i)^<(?:media omitted|medien ausgeschlossen|multimedia omitido|archivo omitido|` +
		`médias? omis|media omessi|mídia oculta|arquivo de mídia oculto|media weggelaten|без медиафайлов)>$`)
	whatsAppKind = regexp.MustCompile(`(?i)^(image|video|audio|sticker|gif|document|contact card|Bild|Audio|Video|Sticker|Dokument) ` +
		`(?:omitted|weggelassen)\.?$`)
	whatsAppFile = regexp.MustCompile(`(?i)<(?:attached|Anhang|adjunto|pièce jointe|allegato|anexado): ([^<>]+)>|` +
		`^(\S+\.\w+) \((?:file attached|Datei angehängt|archivo adjunto|fichier joint|file allegato|arquivo anexado)\)$`)
	whatsAppEdited = regexp.MustCompile(`(?i) ?<(?:this message was edited|diese nachricht wurde bearbeitet|se editó este mensaje|` +
		`ce message a été modifié|questo messaggio è stato modificato|mensagem editada)\.?>$`)
)

// marks reads what WhatsApp has put into the text of an entry: media, deletions, edits, notices.
func marks(e *transcript.Event) {
	byTool := strings.HasPrefix(e.Text, "\u200e") // on iOS: not typed by anybody
	text := whatsAppEdited.ReplaceAllString(strings.TrimSpace(strings.Map(unmarked, e.Text)), "")
	if slices.Contains(whatsAppDeleted, strings.TrimSuffix(text, ".")) {
		e.Drop = transcript.DropDeleted
		return
	}
	text, e.Media = whatsAppMedia(text)
	if byTool && e.Media == "" && !strings.HasPrefix(text, "POLL:") {
		e.Drop = transcript.DropNotice
	}
	e.Text = text
}

// whatsAppMedia takes media out of a text, which may have a caption.
func whatsAppMedia(text string) (rest, media string) {
	first, caption, _ := strings.Cut(text, "\n")
	if whatsAppOmitted.MatchString(first) {
		return caption, "media"
	}
	if kind := whatsAppKind.FindStringSubmatch(first); kind != nil {
		return caption, mediaKind(kind[1])
	}
	if file := whatsAppFile.FindStringSubmatchIndex(first); file != nil {
		name := whatsAppFile.FindStringSubmatch(first)
		return strings.TrimSpace(first[:file[0]] + first[file[1]:] + "\n" + caption), whatsAppFileKind(name[1] + name[2])
	}
	return text, ""
}

// mediaKind is the token of what iOS calls media.
func mediaKind(word string) string {
	switch word = strings.ToLower(word); word {
	case "bild", "gif":
		return "image"
	case "dokument", "document":
		return "file"
	case "contact card":
		return "contact"
	}
	return word
}

// whatsAppFileKind is the token of a file: stickers are the ones in WebP.
func whatsAppFileKind(name string) string {
	if strings.EqualFold(path.Ext(name), ".webp") {
		return "sticker"
	}
	return mediaOf(name)
}
