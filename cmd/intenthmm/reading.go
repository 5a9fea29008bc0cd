package main

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/document"
	"intenthmm/hmm/transcript"
	"intenthmm/hmm/transcript/export"
	"intenthmm/hmm/transcript/parquet"
	"intenthmm/hmm/transcript/sqlite"
)

// chatFlags say what becomes of chats on the way from a file to conversations, and of the people in them.
func chatFlags() []cli.Flag {
	return append([]cli.Flag{
		&cli.DurationFlag{Name: "gap", DefaultText: "open chats by day",
			Usage: "cut conversations where nothing was said for\n\t`TIME`, as in 30m; threads stay whole"},
		toggle("join", "make one turn of consecutive lines of one speaker"),
		&cli.StringFlag{Name: "zone", DefaultText: "UTC", Usage: "`ZONE` of times that name none, as in Europe/Berlin"},
		&cli.StringFlag{Name: "roles", Usage: "what authors are: `WHO=ROLE,...`,\n\tas in \"Shop Desk=agent,Dana=customer\""},
		toggle("drop-media", "drop turns of media alone instead of <image>, <file>"),
	}, append(redactFlags(),
		&cli.StringFlag{Name: "hash-ids", Usage: "replace identifiers of conversations, and authors that\n\thave no role, by hashes under the key in `KEYFILE`"})...)
}

// known are the formats beside those that package transcript has itself: of chats, and of documents where those are
// read.
func known(documents bool) []transcript.Format {
	formats := append(export.Formats(), parquet.Format(), sqlite.Format())
	if documents {
		formats = append(formats, document.Formats()...)
	}
	return formats
}

// formats are those that --format knows.
func formats(documents bool) []string { return transcript.Formats(known(documents)...) }

// readerOptions are the options of the transcripts' reader that the flags say.
func readerOptions(c *cli.Context) (transcript.Options, error) {
	r := transcript.DefaultOptions()
	documents := readsDocuments(c)
	r.Formats, r.Compressions = known(documents), export.Compressions()
	r.Strict = c.Bool("strict")
	if format := c.String("format"); format != "" {
		if all := formats(documents); !slices.Contains(all, format) {
			return r, usage("--format %q, expected one of %s", format, strings.Join(all, ", "))
		}
		r.Format = format
	}
	fields, err := transcript.ParseMap(c.String("map"))
	if err != nil {
		return r, usage("--map: %w", err)
	}
	r.Map = fields
	if err := chatOptions(c, &r); err != nil {
		return r, err
	}
	return r, privacyOptions(c, &r)
}

// chatOptions sets what chatFlags say of chats.
func chatOptions(c *cli.Context, r *transcript.Options) error {
	if r.Gap = c.Duration("gap"); c.IsSet("gap") && r.Gap <= 0 {
		return usage("--gap %v, expected a length of time such as 30m", r.Gap)
	}
	r.Join, r.DropMedia = c.Bool("join"), c.Bool("drop-media")
	if name := c.String("zone"); name != "" {
		zone, err := time.LoadLocation(name)
		if err != nil {
			return usage("--zone %q, expected a name such as Europe/Berlin: %w", name, err)
		}
		r.Zone = zone
	}
	roles, err := parseRoles(c.String("roles"))
	r.Roles = roles
	return err
}

// parseRoles reads WHO=ROLE,...; nil where there is nothing.
func parseRoles(text string) (map[string]string, error) {
	if text == "" {
		return nil, nil
	}
	roles := map[string]string{}
	for entry := range strings.SplitSeq(text, ",") {
		at := strings.LastIndex(entry, "=")
		if at < 1 || at == len(entry)-1 {
			return nil, usage("--roles %q, expected WHO=ROLE", entry)
		}
		roles[strings.TrimSpace(entry[:at])] = strings.TrimSpace(entry[at+1:])
	}
	return roles, nil
}

// privacyOptions sets what chatFlags say of people.
func privacyOptions(c *cli.Context, r *transcript.Options) error {
	var err error
	if r.Redact, err = redactor(c); err != nil {
		return err
	}
	if path := c.String("hash-ids"); path != "" {
		key, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if r.HashKey = bytes.TrimSpace(key); len(r.HashKey) < leastKey {
			return usage("--hash-ids %s: a key of %d bytes, expected at least %d that nobody can guess", path, len(r.HashKey), leastKey)
		}
	}
	return nil
}

// leastKey is the length in bytes below which a key could be tried out.
const leastKey = 16
