package main

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	"github.com/go-telegram/bot/models"

	"intenthmm/hmm/live"
)

// A customerBot talks to each customer who writes to it in private, until a person takes over.
//
// Updates are dealt with at least once: they are confirmed afterwards, and come again if the process died
// before. Each is finished by its chat's note, which tells that it was there before; a turn has the id of
// its message, so that one that comes again before it was noted is not counted twice either. What may
// happen twice is that something is said that was said just before a crash.
type customerBot struct {
	options options
	keeper  *live.Keeper
	updates *updates
	send    *sender
	log     *slog.Logger
}

// run deals with updates until ctx is done, then finishes what it has begun. The error is of a token that
// Telegram does not know.
func (b *customerBot) run(ctx context.Context) error {
	working, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	chats := newChats()
	err := b.updates.each(ctx, func(batch []*models.Update) {
		dealt := make(chan struct{}, len(batch))
		for _, u := range batch {
			b.add(working, chats, u, dealt)
		}
		patience := time.After(b.options.Patience)
		for range batch {
			select {
			case <-dealt:
			case <-patience:
				return
			case <-ctx.Done():
				return
			}
		}
	})
	defer time.AfterFunc(b.options.Grace, giveUp).Stop()
	chats.wait()
	return err
}

// add puts an update in the line of its chat, and tells dealt when its turn was over.
func (b *customerBot) add(ctx context.Context, chats *chats, u *models.Update, dealt chan<- struct{}) {
	chat, deal := b.route(u)
	ok := chats.add(chat, func() {
		if err := deal(ctx); err != nil {
			b.log.Error("update", "update", u.ID, "chat", chat, "error", err)
		}
		dealt <- struct{}{}
	})
	if !ok {
		b.log.Warn("dropped: too many messages are waiting", "update", u.ID, "chat", chat)
		dealt <- struct{}{}
	}
}

// route tells whose conversation an update is about, and what is to be done. Updates of groups other than
// the agents' are nobody's: several people at once are no conversation that the model knows.
func (b *customerBot) route(u *models.Update) (chat int64, deal func(context.Context) error) {
	switch m := u.Message; {
	case u.CallbackQuery != nil:
		q := u.CallbackQuery // its sender's id is that of the private chat with them
		return q.From.ID, func(ctx context.Context) error { return b.pressed(ctx, q) }
	case m == nil:
	case m.Chat.ID == b.options.Agents:
		if customer, ok := closes(m.Text); ok {
			return customer, func(ctx context.Context) error { return b.close(ctx, customer) }
		}
	case m.Chat.Type == models.ChatTypePrivate:
		return m.Chat.ID, func(ctx context.Context) error { return b.heard(ctx, m) }
	default:
		b.log.Info("ignored: neither private nor the agents' chat", "chat", m.Chat.ID) // how to learn a chat's id
	}
	return 0, func(context.Context) error { return nil }
}

// conversationID is the name of a chat's conversation in the store.
func conversationID(chat int64) string { return "telegram:" + strconv.FormatInt(chat, 10) }
