package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/go-telegram/bot/models"
)

// wanted are the kinds of updates that are asked for: no edited messages among them.
const wanted = `["message","callback_query"]`

// mostAnswer is the length of the longest answer to a poll, in bytes: a hundred updates are far less.
const mostAnswer = 64 << 20

// updates asks Telegram for what is new. The client has a loop of its own for that, but it confirms an
// update when it is put in line, so that a process that dies loses what stands there; here each poll
// confirms what was dealt with before it.
type updates struct {
	client *http.Client
	method string        // the address of getUpdates
	hold   time.Duration // how long Telegram may wait for something new
	pause  time.Duration // after a first failure; doubled after each further one
	log    *slog.Logger
	begun  func() // called when Telegram has answered for the first time
}

// each calls deal with updates as they come, until ctx is done. Failures are logged and tried again; the
// error is one that trying again does not mend. Telegram is to answer the first poll at once, so that a
// wrong token is known before anybody has written.
func (u *updates) each(ctx context.Context, deal func([]*models.Update)) error {
	confirm, failures, hold, begin := int64(0), 0, time.Duration(0), sync.OnceFunc(u.begun)
	for ctx.Err() == nil {
		batch, next, err := u.poll(ctx, confirm, hold)
		var refused *refusal
		switch {
		case ctx.Err() != nil:
		case err == nil:
			begin()
			confirm, failures, hold = next, 0, u.hold
			deal(batch)
		case errors.As(err, &refused) && refused.final():
			return fmt.Errorf("Telegram does not know the token in TELEGRAM_TOKEN: %w", err)
		default:
			wait := delay(u.pause, failures)
			if refused != nil {
				wait = max(wait, time.Duration(refused.Parameters.RetryAfter)*time.Second)
			}
			failures++
			u.log.Warn("poll", "error", err, "again_in", wait)
			sleep(ctx, wait)
		}
	}
	return nil
}

// A refusal is Telegram's answer to what it did not do.
type refusal struct {
	Code        int    `json:"error_code"`
	Description string `json:"description"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"` // seconds
	} `json:"parameters"`
}

func (r *refusal) Error() string {
	return fmt.Sprintf("getUpdates: %d %s", r.Code, r.Description)
}

// final reports whether the token is at fault.
func (r *refusal) final() bool {
	return r.Code == http.StatusUnauthorized || r.Code == http.StatusNotFound
}

// poll waits for updates, so long at most, and confirms those before the one with the number confirm; next is that number
// for the next poll. After a poll without updates it is 0, none: nothing is left to confirm, and Telegram
// begins to count anew after a quiet week.
func (u *updates) poll(ctx context.Context, confirm int64, hold time.Duration) (batch []*models.Update, next int64, err error) {
	raw, err := u.ask(ctx, confirm, hold)
	if err != nil {
		return nil, 0, err
	}
	for _, r := range raw {
		var head struct {
			ID int64 `json:"update_id"`
		}
		update := new(models.Update)
		if err := json.Unmarshal(r, &head); err != nil {
			return nil, 0, fmt.Errorf("getUpdates: an update without a number: %w", err)
		}
		next = head.ID + 1
		if err := json.Unmarshal(r, update); err != nil {
			u.log.Warn("skipped an update that the client cannot read", "update", head.ID, "error", err)
			continue
		}
		batch = append(batch, update)
	}
	return batch, next, nil
}

// ask is one request.
func (u *updates) ask(ctx context.Context, confirm int64, hold time.Duration) ([]json.RawMessage, error) {
	form := url.Values{"timeout": {strconv.Itoa(int(hold.Seconds()))}, "allowed_updates": {wanted}}
	if confirm > 0 {
		form.Set("offset", strconv.FormatInt(confirm, 10))
	}
	address := u.method + "?" + form.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("getUpdates: the address of the API is no URL")
	}
	response, err := u.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("getUpdates: %w", withoutAddress(err))
	}
	defer response.Body.Close()
	var answer struct {
		OK     bool              `json:"ok"`
		Result []json.RawMessage `json:"result"`
		refusal
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, mostAnswer)).Decode(&answer); err != nil {
		return nil, fmt.Errorf("getUpdates: %s: %w", response.Status, err)
	}
	if !answer.OK {
		return nil, &answer.refusal
	}
	return answer.Result, nil
}

// withoutAddress is the error without the address, which holds the token.
func withoutAddress(err error) error {
	var failed *url.Error
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}
