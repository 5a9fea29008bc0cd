package helpdesk

import "maps"

// englishRules is what people say in the English chats; the parts follow.
var englishRules = merge(englishOpening, englishIdentity, englishHandling, englishOutage, englishSteps,
	englishBilling, englishOrder, englishCancel, englishRefund, englishClosing)

// merge joins grammars whose rules are distinct.
func merge(parts ...grammar) grammar {
	all := grammar{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

var englishOpening = grammar{
	"hello": {
		"{Hi|Hello|Hi there}, {you're through to|this is} <agent> {at|from} Brindlewave{|. {How can I help?|What can I do for you{| today}?|What's up?}}",
		"{Hello|Hi}{| and welcome to Brindlewave}, my name is <agent>. {How may I help{| you}{| today}?|What brings you to us today?}",
		"<agent> here, {how can I help|what's the problem|what can I sort out for you}?",
	},
	"hello/bot": {
		"Hi, I'm Pip, the Brindlewave assistant. {Tell me in a few words what you need.|What can I help you with?|Ask me about faults, bills, orders or your contract.}",
		"Welcome to Brindlewave chat! I'm Pip, {a virtual assistant|an automated helper}. {How can I help{| today}?|Please describe your issue in one sentence.}",
		"Hello! Pip here, your {digital|virtual} helper. {You can type things like \"where is my order\" or \"my internet is down\".|What would you like to do?}",
		"Good {morning|afternoon|evening}! This is Pip, Brindlewave's chat assistant. {What's going on?|How can I help you today?}",
	},
	"hello/warm": {
		"{Hiya|Hi there|Hey}! {You've got|It's|You're chatting with} <agent> {today|from the Brindlewave team}. {How are you{| doing}, and what|What} can I do for you?",
		"Good {morning|afternoon|evening}! <agent> at Brindlewave here, {happy to help|what can I help with}{|, just tell me what's happening}",
	},
	"hello/brisk": {
		"{Hi|Hello}, <agent> here. {Go ahead.|How can I help?|What's the issue?}",
		"<agent>, Brindlewave support. {What do you need?|How can I help?}",
	},
	"hello/formal": {
		"Good {morning|afternoon|evening} and thank you for contacting Brindlewave. My name is <agent>. How may I {help|assist you}{| today}?",
		"Thank you for {contacting us|writing to us}. You are speaking with <agent>. {What can I do for you?|How may I be of help?}",
	},
	"hello.reply": {
		"{Hi|Hello}{| there}, {this is <agent>|<agent> here}{| from Brindlewave}. {Sorry to hear that|I can help with that|Let's see what we can do|Let me look into it|Thanks for getting in touch}.",
		"{Hello|Hi}, <agent> {here|speaking}{|, I've read your message}. {Let's take a look.|Happy to help.|I'll see what I can find out.}",
	},
	"customer.hello": {
		"{hi|hello|hey|hiya}{| there}", "hello?", "is {anyone|anybody|someone} there", "{hi|hey}, {is this|have I reached} {support|customer service|the help desk}?",
		"{hi|hello}, {can someone help me|I need {some|a bit of} help}{| please}", "good {morning|afternoon|evening}", "{yo|hey} need help {please|with something}",
	},
	"customer.hello/polite": {
		"Good {morning|afternoon|evening}. {I wonder if you could help me.|I hope you can help.|Is somebody available to help?}",
		"Hello, {my name is <name> <surname>|this is <name> <surname>} and {I could use some assistance|I have a question}, please.",
	},
	"customer.hello/angry": {"hello, {anyone alive|is anybody actually there|is this thing on}?", "{finally|about time}. hello", "I need to speak to someone {now|right away|today}"},
	"customer.hello/chatty": {
		"Hello {dear|there|love}, {I hope you're having a nice day|lovely weather isn't it}. {I'm not very good with these chats.|My grandson told me to try this chat thing.|Bear with me, I type slowly.}",
		"Hi there! Hope {you're not too busy today|I've come to the right place}, {I'm <name>|<name> here}!",
	},
	"customer.hi": {
		"{hi|hello|hey}{| <agent>}", "{hi|hello}{|, thanks for {picking up|answering}}", "{hey|hi}, hope {you can help|this is quick}", "good {morning|afternoon}", "{hello|hi} <agent>, {bit of a problem here|got a question|hoping you can sort something out}",
	},
	"customer.hi/polite": {"{Hello|Good day} {<agent>|and thank you for answering}.", "Hello, I am well, thank you{|, and you}."},
	"gripe.open": {
		"this is the {second|third|fourth|fifth} time I'm {contacting you|writing in|on this chat} about {this|the same thing}",
		"{honestly|seriously}, {your service is getting worse|I've had it with you lot|I'm losing patience here}",
		"I {was on hold for|waited} <minutes> minutes on the phone {and got cut off|before giving up}, so {let's try|now I'm trying} the chat",
		"nobody {called me back|rang me back|ever got back to me} {like you promised|as promised|although I was told they would}",
		"I'm {really|extremely|so} {annoyed|fed up|unhappy|cross} {right now|with Brindlewave|with all this}",
		"{what a joke of a company|this is getting ridiculous|unbelievable}",
	},
	"soothe.ask": {
		"I'm sorry {to hear that|about that|you've had that experience}{|, <name>}. {Tell me what happened|What exactly is going wrong|Can you fill me in} and {I'll do my best|I'll see what I can do}.",
		"{That's not good|I understand}, {sorry about that|apologies}. {What's the issue?|Please tell me more so I can put it right.}",
	},
	"soothe.ask/bot": {"I'm sorry you're unhappy. Please tell me what the problem is so I can {help|find the right team}.", "Sorry about that! Which service is this about?"},
}

var englishIdentity = grammar{
	"id.ask.account": {
		"{Can|Could} I {have|take|get} your {account number|customer number}{| please| first}?",
		"{Sure|Of course|No problem|Happy to look into that}{|, <name>}. {What's|Could you tell me} {your account number|the account number}{|, it starts with BW}?",
		"{Let me pull up your account|I'll need to find you on our system first}. {Account number or the phone number {on the account|you registered with}?|What's the number, please?}",
		"{To get started|Before we go on|For security}, {can you confirm|please give me} {your account number|the name and postcode on the account|the email address on the account}{| please}.",
		"Which {account|line} is this for? {The BW number is fine.|Number and postcode please.}",
	},
	"id.ask.account/bot": {
		"{I can help with that.|Got it.|Thanks!|Okay.} Please {enter|type|send me} your {account number|Brindlewave account number}{| (format BW-123456)}.",
		"{To find your account|For that} I need your {account number|registered phone number or account number}. {You'll find it on any bill.|}",
		"What is {your account number|the number of your account}?",
	},
	"id.ask.account/warm":  {"{Oh no|Ah}, {that's a pain|sorry about that}! {Let's get it sorted|Let me have a look for you}. {Could I grab|Can I take} your account number{| please| and first name}?"},
	"id.ask.account/brisk": {"Account number?", "{Ok|Right}. {BW number|Account number} {please|and postcode}?"},
	"id.ask.order": {
		"{Can|Could} {I have|you give me|you send me} {the|your} order number{| please}?",
		"{Sure|Of course|No worries|Let me check that for you}. {What's the order number|Do you have the order number to hand|Which order is it}?",
		"{Happy to check|I'll look it up}. The order number {is in your confirmation email|starts with ORD}, {could you paste it here|can you type it in for me}?",
		"Is that order under {this number|your name}? {Please send me the order number so I can check.|An order number would speed it up.}",
	},
	"id.ask.order/bot": {
		"{Sure, let me check that.|Okay.|I can look that up.} What is your order number? {It looks like ORD-12345.|}",
		"Please {type|enter} {the|your} order number{| from the confirmation email}.",
	},
	"id.where.account": {
		"where {do I find|is|can I see} {that|the account number}{|?}", "{which|what} number {do you mean|is that}? {the one on the bill?|there are like three numbers on here|}",
		"I don't have {that|it} {on me|to hand|here}, {can you use my name|is there another way|does my email work}?", "is {that|it} the one on the {back of the router|letter|contract}?",
		"hm not sure {where that is|I have one}. {is it in the app?|help?}",
	},
	"id.where.order": {
		"where {would|do} I {see|find} {that|the order number}?", "{I don't think I got a confirmation email|can't find the email}, {what now|can you look it up another way}?",
		"the order number, {is that the long one|is that the one with ORD}?", "I ordered {in the shop|over the phone|by phone}, {did I even get a number|no idea about a number}?",
	},
	"id.explain.account": {
		"{It's|You'll find it} {at the top right of|on page one of} {any bill|your last bill} {and|,} starts with BW. {Your mobile number works too.|}",
		"{No problem|That's fine}, {your email address|the phone number on the account|full name and postcode} will do{| as well}.",
		"In the app it's under {Profile|My account}, {right below your name|first line}. {Otherwise give me your name and postcode.|}",
	},
	"id.explain.order": {
		"{It's|That's} in the subject line of {the confirmation email|our email}{|, ORD and five digits}.",
		"{No worries|That's ok}, {your email address|the name and postcode of the delivery address} {is fine too|will do}.",
		"Have a look at {the text we sent you|the till receipt, bottom left}, {it starts with ORD|five digits after ORD}.",
	},
	"id.hunt": {"{one sec|hang on|just a moment|gimme a sec}, {looking for it|need to find the letter|it's in my emails somewhere|let me get the bill}", "{wait|hold on}, {have to log in first|getting my glasses|opening the app|it's upstairs}", "{let me look|I'll go and find it}"},
	"id.give.account": {
		"<account>", "<digits>", "{it's|its} <account>", "{sure|yes}, <account>", "{account number|my number} is <digits>", "<account>, {postcode|and the postcode is} <postcode>",
		"<name> <surname>, <postcode>", "{it should be|I think it's} <account>", "<phone>", "<email>", "{registered under|it's in the name} <name> <surname>, <house> <street>, <town>", "ok here you go <digits>",
	},
	"id.give.account/polite": {"{Certainly|Of course|Yes}, {it is|the number is} <account>{|. The name is <name> <surname>}.", "My account number is <account>, {postcode <postcode>|in the name of <name> <surname>}."},
	"id.give.account/chatty": {"{Found it|Here we are|There we go}! {It's|The letter says} <account>. {Under my husband's name|Under my name}, <surname>, {if that matters|<postcode>}.", "{Right|So}, I've got <digits> {written on the fridge|on the bill in front of me}, {hope that's the one|is that right?}"},
	"id.give.account/terse":  {"<digits>", "<account>", "bw<digits>", "<phone>"},
	"id.give.account/angry":  {"<account>. {for the third time|as I told your colleague|again}", "{fine|whatever}. <digits>"},
	"id.give.order": {
		"<order>", "<ordernum>", "{it's|its} <order>", "{order number|the number} is <order>", "#<ordernum>", "{sure|yes}, <order>, {ordered on|from} <date>", "<order>{| I believe}",
		"{ok got it|found it}: <order>", "ord <ordernum>", "no number but {my email is|it's under} <email>", "{I think|pretty sure it's} <order>",
	},
	"id.give.order/polite": {"{Certainly|Of course}, the order number is <order>{|, placed on <date>}.", "Yes, it is <order>. {The order is in the name of <name> <surname>.|}"},
	"id.give.order/chatty": {"{Let me see|Here}... {the email says|it says here} <order>, {ordered it on <date>|that's the one|hope I copied it right}!"},
	"id.give.order/terse":  {"<order>", "<ordernum>", "#<ordernum>"},
	"id.give.order/angry":  {"<order>, {as I said already|which you should have}", "<ordernum>. {please actually look at it this time|hurry up}"},
	"id.bad.account": {
		"{Hmm|Sorry}, {that one doesn't come up|I can't find that one|the system doesn't accept that}. {Could you check it again|Can you double check the digits|Is there a typo in it}?",
		"{That number belongs to a closed account|That account is under a different name}, {is there another one|could you check the latest bill}?",
	},
	"id.bad.order":      {"{I don't see an order with that number|That number isn't found}, {can you check it again|are all the digits right}?", "{Sorry|Hmm}, {it's asking for five digits|nothing under that number}. {Could you copy it from the email?|Once more please?}"},
	"id.again.account":  {"{sorry|oops|my bad}, {typo|wrong one|mixed up two digits}: <account>", "{checked|looked} again, {it's definitely|still} <digits>", "{try|maybe} {my email|this}: <email>", "{then try|ok} {the phone number|mobile} <phone>"},
	"id.again.order":    {"{sorry|oops}, {typo|missed a digit}. <order>", "{that's what it says here|it really says} <ordernum>", "{hm|ok} {then|maybe} try {my email|by name}: {<email>|<name> <surname>, <postcode>}"},
	"id.reask.account":  {"{Could|Can} you {confirm|give me} your account number {again|once more}{| please}{|, it didn't come through from the bot}?", "{Sorry to ask again|I know you've been asked}, {what was the account number|account number please}?"},
	"id.reask.order":    {"{Can|Could} {you send|I have} the order number {again|once more}{|, I don't see it on my side}?", "{Sorry|Apologies}, {which order was it|the order number got lost, could you repeat it}?"},
	"id.regive.account": {"{I just gave that to the bot|I already typed that in|again}?? <account>", "{sure|yes}, <digits> {again|like above}", "{see above|scroll up}... <digits>", "<account>"},
	"id.regive.order":   {"{already gave that to your bot|as above}, <order>", "<ordernum>{| again}", "again? <order>", "{yes|sure} <order>"},
	"number.account":    {"{My account number is|Account:|Acc no} <account>{| if that helps}.", "{That's for|It's} <account>, <name> <surname>.", "<account>"},
	"number.order":      {"{Order number|Order no.|It's order} <order>.", "<order>{|, ordered on <date>}.", "{The confirmation says|Number is} <order>."},
}

var englishHandling = grammar{
	"look": {
		"{Thanks|Thank you|Great, thanks|Perfect}{|, <name>}. {One moment|Bear with me|Give me a minute|Just a sec} {while I {look|check|pull that up|bring up your details|open your file}|please}.",
		"{Got it|Found you|I have you here}{|, <name>}, {let me see|checking now|having a look now|just reading the notes}{| ...}",
		"{Okay|Right}, {that may take a minute or two|I'm just running a check|let me have a look at what's going on}.",
	},
	"look/bot":        {"{Thank you|Thanks}, <name>. {I've found your account.|Let me check that for you...|One moment please.}", "{Checking...|Just a moment while I look that up.|Searching, please wait.}"},
	"look/brisk":      {"{Ta|Thanks}, {checking|one sec|looking}.", "{Ok|Got it}, {hold on|one min}."},
	"wait.ok":         {"ok", "{ok|sure|okay}, {no rush|take your time|I'll wait|no problem}", "{fine|alright}", "ok {thanks|cheers|waiting}", "{sure|yep}", "no worries", "{k|kk}", "👍"},
	"wait.ok/polite":  {"Of course, {take your time|I will wait}.", "Thank you, {no hurry|I'll stay on}."},
	"wait.ok/angry":   {"{fine|whatever}, {but be quick|but make it fast|I don't have all day}", "ok. {still waiting|hurry please}"},
	"wait.hello":      {"hello??", "{are you still there|still there|anyone there}?", "{it's been|been waiting} <minutes> minutes {now|already}...", "{hello|hi}? {did you forget me|did we get cut off|you there}", "how long {does this take|is this going to take|do I have to wait}?"},
	"wait.sorry":      {"{Sorry|Apologies} {for the wait|about that|for keeping you}, {my system was slow|I had to check with a colleague|still here}.", "{Still here|I'm here}, {sorry|thanks for your patience}. {The system is slow today.|Nearly there.|}", "Yes, {sorry|so sorry}{|, <name>}! {I was just reading up on it|It takes a little longer than usual today}."},
	"aside.order":     {"{oh and while you look|also|btw|while I have you}, {where is my <item>|I'm still waiting for a <item> I ordered|my <item> hasn't come either}", "{one more thing|by the way}, {any news on the <item>|did my <item> get sent out}?"},
	"aside.billing":   {"{also|oh and|btw} {why was|how come} my last bill {so high|<bill>}?", "{while you're at it|before I forget}, {can you check my bill too|I think I've been overcharged|there's a charge of <extra> I don't get}"},
	"aside.later":     {"{Sure|Of course|Noted}, {let's finish this first|one thing at a time|we'll come to that in a second}{|, then I'll look at that too}.", "{I'll check that|We can look at that} {right after|once this is sorted|next}{|, ok?}"},
	"aside.later/bot": {"{Okay, noted.|I've made a note of that.} Let's {finish|deal with} your first question{| first}."},
	"bot.lost/bot": {
		"{I'm not sure I understood that.|Sorry, I didn't get that.|Hmm, I don't have an answer for that.|Sorry, I'm still learning.} {Could you say it in other words?|You can ask me about faults, bills, orders or your contract.|Please try a shorter sentence.|Did you mean \"<botguess>\"?}",
	},
	"botguess":          {"change my wifi password", "view my bill", "track an order", "upgrade my plan", "store opening times", "report a fault", "update my payment method"},
	"want.human":        {"{can I|could I|let me} {talk|speak|chat} to a {human|real person|person}{| please}", "{agent|human|operator}{| please|!!}", "{I want|I need} {a person|an actual human|someone who understands}, {not a bot|please}", "{this is pointless|you're not helping}, {get me|give me} {a human|somebody real}", "are you a bot? {I need a person|can I get a human}", "{just|please} {put me through|connect me|transfer me} to {someone|support|an adviser}"},
	"want.human/polite": {"Would it be possible to speak to a {member of staff|colleague of yours|real person}, please?", "I think I'd rather {talk to an adviser|speak with a person}, if that's possible."},

	"handoff/bot": {
		"{Okay, I'll|Let me|I will} {connect you to|transfer you to|put you through to} {one of our advisers|a member of the team|a human colleague|our <dept> team}. {Please hold.|The waiting time is about <number> minutes.|They can see our chat.|}",
		"{That's something|This is a case} for {my human colleagues|our <dept> team}. {Transferring you now...|You are number <number> in the queue.|One moment please.}",
		"{I've asked an adviser to join.|Handing over to an adviser.} {You are number <number> in the queue.|This usually takes under <number> minutes.|Please stay on the chat.}",
	},
	"dept":      {"customer care", "support", "technical", "service", "contracts"},
	"gripe.bot": {"{great|wonderful}, {another queue|more waiting}", "{why do I even have to talk to a robot|these bots are useless|your bot is useless}", "{you could have done that straight away|should have done that <minutes> minutes ago}"},
	"join": {
		"{Hi|Hello}{| <name>}, {this is|I'm} <agent>{|, taking over from here}. {I've read the chat|I can see what you wrote|I've got your messages here}{|, give me a second}.",
		"{Hi there|Hello}, <agent> {here|speaking}. {Let me catch up for a sec|I'll take it from here}.",
		"{Hello|Hi}{| <name>}, <agent> from {the team|customer care|second line}. {Sorry for the wait.|Thanks for waiting.|Thanks for holding on.}",
	},
	"join/brisk":  {"{Hi|Hello}, <agent> here. {Reading your chat|Got the notes}, one moment."},
	"join/formal": {"Good {morning|afternoon|evening}{|, <name>}. My name is <agent>, {I will be handling your request from here|I have taken over your case}."},
	"soothe": {
		"{I'm really sorry|I do apologise|I completely understand}{|, <name>}. {I'd be annoyed too|That shouldn't happen|That's not the service we want to give}{|, let me see what I can do}.",
		"{I hear you|I get it|Fair point}, {and I'm sorry|sorry about all this}. {Let's get it fixed|Let me sort this for you|I'll stay with you until this is done}.",
		"{Sorry|Apologies} {for the trouble|for the hassle|that you've had to chase this}. {I'll make a note of your complaint|I've logged that as a complaint, ref <ref>}.",
	},
	"soothe/brisk": {"{Understood|I get that}, sorry. {Let me fix it.|Let's move on it.}"},
	"team": {
		"{I've gone as far as I can here|That's as much as I can test from here}, {I'm going to pass you to|let me bring in} {second line|our network team|my colleague in tech}. {Stay on the chat please.|Won't be long.}",
		"{I'll hand this over to|Transferring you to} {our line specialists|a senior colleague}{|, they have more tools than me}{|, ticket <ref>}.",
	},
}

var englishClosing = grammar{
	"ok":        {"ok", "{ok|okay|alright|right} {then|thanks|fine|great}", "{that works|fine by me|sounds good|good to know|fair enough|makes sense}", "{oh|ah} {ok|I see|right}", "{got it|understood|noted}", "{perfect|great|brilliant|lovely|nice one}", "hm ok", "{yes|yep} that's fine", "{cool|sweet}", "ok {I'll wait then|I'll keep an eye on it|will do}", "{well|I suppose} {that'll do|I can live with that}"},
	"ok/polite": {"{That is fine|That sounds reasonable|Very well|I understand}, thank you{| for explaining}.", "{Wonderful|Excellent|Good}, {that is clear now|I appreciate it}."},
	"ok/angry":  {"{fine|ok then}, {but I'm not happy|I'll believe it when I see it|you'd better be right}", "{hmm|well}. {we'll see|about time}", "ok{|, and what if it doesn't work}"},
	"ok/chatty": {"{Oh lovely|Oh good|Ah, brilliant}, {that's a weight off my mind|I was worried there|my daughter will be pleased}!", "{Right you are|Okey doke}, {I'll write that down|I've made a note}."},
	"ok/terse":  {"ok", "k", "fine", "good", "yep", "alright"},
	"more": {
		"{Is there anything else|Anything else} {I can help {you |}with|I can do for you|you need}{| today}?",
		"{Was there anything else|Can I help with anything else}{| while you're here}{|, <name>}?",
		"{Does that help|Does that answer your question|Is that ok for you}? {Anything else?|Is there something else I can do?}",
		"{All set then|That should be it}. {Anything more from your side|Any other questions}?",
	},
	"more/bot":       {"{Did that help|Was that helpful}? {You can ask me something else.|Is there anything else?}", "Is there anything else I can do for you?", "Can I help you with {something|anything} else today?"},
	"further":        {"{actually yes|yes actually|yes, one more thing|oh, one more thing|also|another thing|while I have you}{,|.|:}", "{yes|yeah}, {something else|different topic|second question}.", "{oh|ah} {wait|hang on}, {there's something else|one other thing|before you go}."},
	"no.more":        {"{no|nope|nah}{|,} {that's all|that's it|that was it|all good|nothing else}{|, {thanks|thank you|cheers}}", "no{| thanks| thank you}", "{that's all|all good|all sorted}, {thanks|cheers|thank you}{| <agent>| for your help| so much}", "{no|nope}, {you've been great|thanks for your help|have a good one|that's everything}", "{I'm good|we're good}{|, thanks}"},
	"no.more/polite": {"No, that {would be all|is everything}, thank you {very much|for your help|for your time}{|, <agent>}.", "Nothing else, {many thanks|thank you kindly}."},
	"no.more/angry":  {"no. {just fix it|please just do it this time|that's enough for one day}", "{no|nope} {I'm done|that's it}"},
	"no.more/chatty": {"No that's all {dear|love}, you've been {ever so|very} {kind|patient|helpful}{|. I'll tell my sister, she's with you too}!", "{That's everything|All done}, thanks a {million|bunch}! {You made my day.|Now I can have my tea.|Give yourself a pat on the back.}"},
	"thanks":         {"{thanks|thank you}{| <agent>| a lot| so much| for {your|the} help}", "{cheers|ta}{| <agent>| mate}", "{great|brilliant|perfect|ok}, {thanks|thank you|cheers}{|, that was quick|, you've been very helpful|!}", "{appreciate it|much appreciated|you're a star|legend|lifesaver}{|, thanks}", "thx", "{many thanks|thanks again}", "ok {thanks|ta} {anyway|I guess}"},
	"thanks/polite":  {"Thank you {very much|so much} {for your help|for sorting this out|for being so patient}{|, <agent>}.", "Much appreciated{|, <agent>}. {You have been very helpful.|Excellent service.}"},
	"thanks/angry":   {"{ok thanks|thanks I suppose|well, thanks}{|, at least you tried}", "thank you {for finally sorting it|for taking it seriously}"},
	"welcome":        {"{You're welcome|No problem|My pleasure|Any time|Happy to help|Glad I could help}{|, <name>}{!|.}", "{No worries|Not at all}{|, have a good one}{!|.}", "{That's what we're here for|You're very welcome}{|, thanks for being patient}."},
	"silence":        {"{It looks like you've stepped away|I haven't heard from you for a while|As there's been no reply}, {so I'll close this chat|I'm closing the chat for now}. {Just write again if you need us.|You can come back any time.|}"},
	"agent.bye": {
		"{Thanks|Thank you} {for contacting|for chatting with|for choosing} Brindlewave{|, <name>}. {Have a {great|lovely|nice} {day|evening|weekend}{!|.}|Bye for now!|Take care!}",
		"{Great|Perfect|You're welcome|Glad that's sorted}{|, <name>}, {take care|have a good {one|day|evening|rest of the week}|bye}{!|.}",
		"{All the best|Bye bye|Goodbye|Have a nice {day|evening}}{|, <name>}{|. {You'll get a short survey now, I'd be happy if you filled it in.|A transcript is on its way to <email>.}}",
	},
	"agent.bye/bot":       {"{Thank you for using Brindlewave chat.|Thanks for chatting!} {Goodbye!|Have a nice day!|Please rate this chat from 1 to 5.}", "Glad I could help. {Bye!|See you soon!}"},
	"agent.bye/brisk":     {"{Ok|Great}, bye.", "{Cheers|Thanks}, {have a good day|take care}."},
	"customer.bye":        {"bye", "{bye|cya|see you|bye bye}{| <agent>}", "{you too|same to you|and you}{|, bye}", "{have a good {one|day|evening}|take care}", "{cheers|ok}, bye", "👋", "{bye|ok bye} {then|for now}"},
	"customer.bye/polite": {"{Goodbye|Have a good {day|evening|weekend}}{|, <agent>}{| and thank you again}.", "You too, goodbye."},
	"customer.bye/chatty": {"{Bye bye|Cheerio|Ta-ra|Toodle-oo}{| dear| love}{|, stay well}!", "{You too|And to you}, {enjoy your evening|don't work too hard|say hello to the team}!"},
}
