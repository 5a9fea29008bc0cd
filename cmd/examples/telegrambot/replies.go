package main

import (
	"fmt"

	"intenthmm/hmm/intent"
)

// Everything that the bot says. Put your own words here, in your customers' language.
const (
	sayGreeting   = "Hello! I am the shop's assistant. What can I do for you?"
	sayWordsOnly  = "I can only read text. Please write what you need."
	sayUnsure     = "I am not sure that I understand. Could you say it in other words?"
	sayAgain      = "Something went wrong on my side. Please send your message once more."
	sayOffer      = "It seems that I am not getting you where you want to be. Would you like to talk to a person?"
	sayButton     = "Talk to a person"
	sayHandedOver = "I have told my colleagues. One of them will write to you, from their own account. I am silent until then."
	sayOnTheWay   = "A colleague will write to you."
	sayNobody     = "I cannot reach my colleagues at the moment. Please press the button again in a few minutes."
	sayBack       = "My colleague is done, and I am here again if you need anything."

	// to the agents
	sayClosed     = "Closed: I answer customer %d again."
	sayNotOpen    = "There is no open hand-off of customer %d."
	sayWhichClose = "Which one? Tap /close_… in the customer's card, or write /close and the number in it."
	sayCloseAgain = "That did not work: I could not read what I know of the customer. Please try again."
)

// sayTo is what the bot says to a customer's message. A bot with something to say looks at a.Intent here.
func sayTo(a *intent.Answer) string {
	if len(a.Doubts) > 0 {
		return sayUnsure
	}
	return fmt.Sprintf("Thank you. I take this to be about: %s.", a.Intent)
}
