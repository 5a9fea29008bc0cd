package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// talk is how many turns a client pushes to a session before it begins another.
const talk = 20

// sentences are what clients say.
var sentences = []string{
	"hello, I have a question about my order", "where is my parcel? I ordered it two weeks ago", "the number is 1234",
	"no, it has not come yet", "can I get my money back?", "yes please, to the card that I paid with", "that is all, thank you", "bye",
}

// A client is one customer after the other.
type client struct {
	http http.Client
	url  string
	name string
}

// run pushes turns until ctx is done.
func (c *client) run(ctx context.Context) (r result) {
	for turn := 0; ctx.Err() == nil; turn++ {
		begun := time.Now()
		err := c.push(ctx, turn)
		switch {
		case ctx.Err() != nil: // what is cut off by the end is no answer
		case err != nil:
			r.fail(err)
		default:
			r.latencies = append(r.latencies, time.Since(begun))
		}
	}
	return r
}

// push pushes a client's turn of that number. An answer that counts another number of turns than were
// pushed to the session is an error.
func (c *client) push(ctx context.Context, turn int) error {
	body, err := json.Marshal(map[string]string{"id": fmt.Sprint(turn), "speaker": "customer", "text": sentences[turn%len(sentences)]})
	if err != nil {
		return err
	}
	url := fmt.Sprintf("%s/v1/sessions/%s-%d/turns?create=true", c.url, c.name, turn/talk)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	var got struct{ Turns int }
	if err := json.Unmarshal(data, &got); err != nil || answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %.200s", answer.Status, data)
	}
	if want := turn%talk + 1; got.Turns != want {
		return fmt.Errorf("%d turns are counted, %d were pushed", got.Turns, want)
	}
	return nil
}
