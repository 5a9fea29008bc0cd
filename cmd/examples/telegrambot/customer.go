package main

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"intenthmm/hmm/intent"
)

// speaker is the customer's name in the transcripts that the model was trained on.
const speaker = "customer"

// heard deals with a customer's message. One that came before is not dealt with again, and after a
// hand-off there is no answer.
func (b *customerBot) heard(ctx context.Context, m *models.Message) error {
	c, err := b.open(ctx, m.Chat.ID)
	if err != nil {
		return errors.Join(err, b.sayTrouble(ctx, m.Chat.ID))
	}
	switch {
	case m.ID <= c.note.Handled:
		return nil
	case c.note.HandedOver:
	default:
		err = b.answer(ctx, c, m)
	}
	if ctx.Err() != nil {
		return err // not noted: it comes again
	}
	c.note.Handled, c.note.Heard = m.ID, m.Date
	return errors.Join(err, b.save(ctx, c))
}

// answer says what there is to say to a message.
func (b *customerBot) answer(ctx context.Context, c *chat, m *models.Message) error {
	words, command := m.Text+m.Caption, strings.HasPrefix(m.Text, "/")
	silent := time.Duration(m.Date-c.note.Heard) * time.Second
	if isCommand(m.Text, "/start") || silent > b.options.Idle {
		if err := b.restart(ctx, c); err != nil {
			return errors.Join(err, b.sayTrouble(ctx, c.id))
		}
	}
	switch {
	case command:
		return b.send.text(ctx, c.id, sayGreeting)
	case words != "":
		return b.turn(ctx, c, m.ID, words)
	case isMedia(m):
		return b.send.text(ctx, c.id, sayWordsOnly)
	}
	return nil // Telegram's own, such as that a message was pinned
}

// turn takes what the customer said into the conversation, and answers: with the offer of a person where
// the risk has just become high.
func (b *customerBot) turn(ctx context.Context, c *chat, message int, words string) error {
	reply, err := b.keeper.Push(ctx, conversationID(c.id), intent.Turn{ID: strconv.Itoa(message), Speaker: speaker, Text: words})
	if err != nil {
		return errors.Join(err, b.sayTrouble(ctx, c.id))
	}
	c.begun = true
	c.note.settle(reply.Answer.Settled)
	before := c.note.Risky
	c.note.Risky = risk(reply.Answer, b.options.Outcome) >= b.options.Threshold
	if c.note.Risky && !before {
		return b.offer(ctx, c)
	}
	return b.send.text(ctx, c.id, sayTo(reply.Answer))
}

// risk is the probability of an outcome within the horizon: that of the likelier one where the model has
// one that holds as soon as it is reached and one at the end.
func risk(a *intent.Answer, outcome string) float64 {
	p := 0.0
	for _, r := range a.Outcomes {
		if r.Name == outcome {
			p = max(p, r.Within)
		}
	}
	return p
}

// sayTrouble tells the customer that their message was not taken in, unless the bot is being stopped.
func (b *customerBot) sayTrouble(ctx context.Context, chat int64) error {
	if ctx.Err() != nil {
		return nil
	}
	return b.send.text(ctx, chat, sayAgain)
}

// isCommand reports whether a text is that command, perhaps addressed to a bot, perhaps with arguments.
func isCommand(text, command string) bool {
	word, _, _ := strings.Cut(text, " ")
	word, _, _ = strings.Cut(word, "@")
	return word == command
}

// isMedia reports whether a message is something that a customer sent and that is not text.
func isMedia(m *models.Message) bool {
	return m.Photo != nil || m.Sticker != nil || m.Voice != nil || m.Video != nil || m.VideoNote != nil ||
		m.Audio != nil || m.Document != nil || m.Location != nil || m.Contact != nil || m.Poll != nil || m.Dice != nil || m.Story != nil
}
