package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// wantsPerson is what a press of the button below an offer says.
const wantsPerson = "person"

// offer offers a person.
func (b *customerBot) offer(ctx context.Context, c *chat) error {
	return b.send.message(ctx, &bot.SendMessageParams{
		ChatID: c.id, Text: sayOffer,
		ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
			{{Text: sayButton, CallbackData: wantsPerson}},
		}},
	})
}

// pressed deals with a press of the button. The agents get a card, then the customer is told; only when
// both are done the chat is a person's. A second press changes nothing.
func (b *customerBot) pressed(ctx context.Context, q *models.CallbackQuery) error {
	if q.Data != wantsPerson {
		return b.send.acknowledge(ctx, q, "")
	}
	c, err := b.open(ctx, q.From.ID)
	switch {
	case err != nil:
		return errors.Join(err, b.send.acknowledge(ctx, q, sayAgain))
	case c.note.HandedOver:
		return b.send.acknowledge(ctx, q, sayOnTheWay)
	}
	rest := b.send.acknowledge(ctx, q, "")
	if err := b.send.message(ctx, b.card(c, q.From)); err != nil {
		return errors.Join(fmt.Errorf("no card to the agents: %w", err), rest, b.send.text(ctx, c.id, sayNobody))
	}
	told := b.send.text(ctx, c.id, sayHandedOver)
	c.note.HandedOver = true
	return errors.Join(rest, told, b.save(ctx, c))
}

// closes reports whether an agent's message is /close, and of which customer: /close_123, as a card has
// it to tap on, or /close 123. The customer is 0 where none is named.
func closes(text string) (customer int64, ok bool) {
	text, _, _ = strings.Cut(text, "@")
	word, id, _ := strings.Cut(strings.ReplaceAll(text, "_", " "), " ")
	if word != "/close" {
		return 0, false
	}
	customer, err := strconv.ParseInt(strings.TrimSpace(id), 10, 64)
	if err != nil {
		return 0, true
	}
	return customer, true
}

// close ends a hand-off: the bot answers that customer again, in a new conversation.
func (b *customerBot) close(ctx context.Context, customer int64) error {
	if customer == 0 {
		return b.send.text(ctx, b.options.Agents, sayWhichClose)
	}
	c, err := b.open(ctx, customer)
	if err != nil {
		return errors.Join(err, b.send.text(ctx, b.options.Agents, sayCloseAgain))
	}
	if !c.note.HandedOver {
		return b.send.text(ctx, b.options.Agents, fmt.Sprintf(sayNotOpen, customer))
	}
	if err := b.restart(ctx, c); err != nil {
		return errors.Join(err, b.send.text(ctx, b.options.Agents, sayCloseAgain))
	}
	if err := b.save(ctx, c); err != nil {
		return err
	}
	return errors.Join(b.send.text(ctx, customer, sayBack), b.send.text(ctx, b.options.Agents, fmt.Sprintf(sayClosed, customer)))
}
