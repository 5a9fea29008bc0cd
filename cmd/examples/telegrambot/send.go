package main

import (
	"context"
	"errors"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// tries is how often something is sent before it is given up.
const tries = 6

// A sender says things in chats, again where that failed for no reason of their own.
type sender struct {
	api   *bot.Bot
	pause time.Duration // after a first failure; doubled after each further one
}

// text sends a message of plain text.
func (s *sender) text(ctx context.Context, chat int64, text string) error {
	return s.message(ctx, &bot.SendMessageParams{ChatID: chat, Text: text})
}

// message sends a message. It may arrive twice if the connection broke after it had arrived.
func (s *sender) message(ctx context.Context, m *bot.SendMessageParams) error {
	m.LinkPreviewOptions = &models.LinkPreviewOptions{IsDisabled: bot.True()}
	return s.retry(ctx, func() error {
		_, err := s.api.SendMessage(ctx, m)
		return err
	})
}

// acknowledge lets the button that was pressed come to rest, and shows a text for a moment.
func (s *sender) acknowledge(ctx context.Context, q *models.CallbackQuery, text string) error {
	return s.retry(ctx, func() error {
		_, err := s.api.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: q.ID, Text: text})
		if errors.Is(err, bot.ErrorBadRequest) {
			return nil // too old: the button rests already
		}
		return err
	})
}

// retry tries until it succeeds, at most so many times: after what Telegram asks to wait where it says
// that there were too many requests, and after longer and longer pauses where the network or a server
// fails. What Telegram refuses is not tried again.
func (s *sender) retry(ctx context.Context, try func() error) error {
	for failures := 0; ; failures++ {
		err := try()
		if err == nil || refused(err) || failures == tries-1 || ctx.Err() != nil {
			return err
		}
		wait := delay(s.pause, failures)
		var busy *bot.TooManyRequestsError
		if errors.As(err, &busy) {
			wait = time.Duration(busy.RetryAfter) * time.Second
		}
		sleep(ctx, wait)
	}
}

// refused reports whether an error is an answer that a second try would get too, such as that the
// customer has blocked the bot.
func refused(err error) bool {
	var moved *bot.MigrateError
	for _, refusal := range []error{bot.ErrorForbidden, bot.ErrorBadRequest, bot.ErrorUnauthorized, bot.ErrorNotFound} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return errors.As(err, &moved)
}

// delay is the wait after a failure: the pause, doubled for each failure before, half a minute at most.
func delay(pause time.Duration, failures int) time.Duration {
	return min(pause<<min(failures, 16), 30*time.Second)
}

// sleep waits, or until ctx is done.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
