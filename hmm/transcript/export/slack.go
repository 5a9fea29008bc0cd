package export

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"intenthmm/hmm/transcript"
)

// slack reads the export of a Slack workspace, zip or folder: users.json, channels.json and a folder a
// channel with a file a day. A thread is a conversation, wherever its replies lie; what is said in a channel
// outside of threads is an open chat.
var slack = transcript.Format{
	Name:       "slack",
	DetectTree: isSlack,
	ReadTree:   readSlack,
	Read: func(in *transcript.Input, _ *transcript.Sink) error {
		return transcript.Problem{File: in.Name, Reason: "not a Slack export", Detail: "expected the zip archive or its folder, with users.json in it"}
	},
	Order: transcript.Unsorted,
}

// slackDay is a day of a channel.
var slackDay = regexp.MustCompile(`^[^/]+/\d{4}-\d\d-\d\d\.json$`)

func isSlack(names []string) bool {
	index := []string{"channels.json", "dms.json", "groups.json", "mpims.json"}
	return slices.Contains(names, "users.json") && slices.ContainsFunc(names, func(n string) bool { return slices.Contains(index, n) }) &&
		slices.ContainsFunc(names, slackDay.MatchString)
}

// A workspace is what an export says of people.
type workspace struct {
	names map[string]string // of users, by identifier
	bots  map[string]bool
	out   *transcript.Sink
}

func readSlack(t *transcript.Tree, out *transcript.Sink) error {
	w := &workspace{names: map[string]string{}, bots: map[string]bool{}, out: out}
	err := t.Each("users.json", func(in *transcript.Input) error { return in.Records(out, w.user) })
	if err != nil {
		return err
	}
	for _, name := range t.Names() {
		if !slackDay.MatchString(name) {
			continue
		}
		channel := path.Dir(name)
		err := t.Each(name, func(in *transcript.Input) error {
			return in.Records(out, func(v transcript.Value, at transcript.Place) error { return w.message(channel, v, at) })
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// user notes a name: the one that is displayed, or else the real one, which deleted users keep too.
func (w *workspace) user(v transcript.Value, _ transcript.Place) error {
	id := v.Get("id").Text()
	for _, name := range []transcript.Value{v.Get("profile", "display_name"), v.Get("profile", "real_name"), v.Get("real_name"), v.Get("name")} {
		if w.names[id] == "" {
			w.names[id] = name.Text()
		}
	}
	w.bots[id] = v.Get("is_bot").True()
	return nil
}

// slackTalk are the subtypes that are said by somebody; all others are notices.
var slackTalk = []string{"", "thread_broadcast", "bot_message", "file_share", "me_message", "file_comment", "reply_broadcast"}

func (w *workspace) message(channel string, v transcript.Value, at transcript.Place) error {
	var f [10]transcript.Value
	v.Pick(f[:], "type", "subtype", "ts", "thread_ts", "user", "bot_id", "username", "text", "files", "edited")
	stamp, thread := f[2].Text(), f[3].Text()
	when, ok := slackTime(stamp)
	if !ok {
		return w.out.Bad(at, "bad value", fmt.Sprintf("ts is %s: expected seconds since 1970 in a text", f[2].Kind()))
	}
	e := transcript.Event{Conversation: channel, Span: transcript.Open, ID: stamp, At: when, Place: at, Text: w.plain(f[7].Text())}
	if thread != "" {
		e.Conversation, e.Span = channel+"/"+thread, transcript.Thread
	}
	if edited, ok := slackTime(f[9].Get("ts").Text()); ok {
		e.Edited = edited
	}
	w.speaker(&e, f[4].Text(), f[5].Text(), f[6].Text())
	for file := range f[8].Items() {
		e.Media = mediaOfType(file.Get("mimetype").Text())
		break
	}
	switch subtype := f[1].Text(); {
	case subtype == "tombstone" || subtype == "message_deleted":
		e.Drop = transcript.DropDeleted
	case !slices.Contains(slackTalk, subtype) || f[0].Text() != "message":
		e.Drop = transcript.DropNotice
	}
	return w.out.Add(&e)
}

// speaker sets who wrote a message.
func (w *workspace) speaker(e *transcript.Event, user, bot, username string) {
	if bot != "" || w.bots[user] {
		e.Role = transcript.Bot
	}
	for _, name := range []string{w.names[user], username, user, bot} {
		if e.Author == "" {
			e.Author = name
		}
	}
}

// slackTime reads seconds and six digits behind the point, exactly: they are an identifier as well.
func slackTime(ts string) (time.Time, bool) {
	var seconds, micros int64
	if n, err := fmt.Sscanf(ts, "%d.%06d", &seconds, &micros); n < 1 || (err != nil && n != 1) {
		return time.Time{}, false
	}
	return time.Unix(seconds, micros*1000).UTC(), true
}

// slackLink is what Slack writes in angle brackets: <@U1>, <#C1|name>, <!here>, <https://…|label>.
var slackLink = regexp.MustCompile(`<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>`)

var slackEntities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// plain is a text as people saw it.
func (w *workspace) plain(text string) string {
	if strings.IndexByte(text, '<') >= 0 {
		text = slackLink.ReplaceAllStringFunc(text, w.link)
	}
	return slackEntities.Replace(text)
}

func (w *workspace) link(link string) string {
	parts := slackLink.FindStringSubmatch(link)
	kind, target, label := parts[1], parts[2], parts[3]
	switch {
	case kind == "@" && w.names[target] != "":
		return "@" + w.names[target]
	case label != "" && kind == "":
		return label
	case label != "":
		return kind + strings.TrimLeft(label, "@#!")
	case kind == "!":
		return "@" + target
	default:
		return kind + target
	}
}
