package helpdesk

// englishOutage is about things that do not work, troubleshooting apart.
var englishOutage = grammar{
	"since":     {"since <otherday>", ", {two|three|four} days now", "{since yesterday|since this morning}", ", all {day|morning|evening} now", "since about <hour> o'clock", "on and off since <otherday>", ", over a week now"},
	"hi":        {"", "", "", "hi, ", "hello, ", "hey ", "hi there, ", "hello. "},
	"hi/polite": {"Hello, ", "Good {morning|afternoon|evening}, ", "Hi, ", ""},
	"hi/terse":  {""},
	"hi/angry":  {"", "look, ", "so ", "right, "},
	"begging":   {"", "", "", ", {please help|any idea|what's going on|help|I need it for work|I work from home}"},

	"outage.open.down": {
		"<hi>{my|our|the} {internet|broadband|wifi|connection} {is down|isn't working|has stopped working|is dead|doesn't work at all|keeps saying no connection}{| <since>}<begging>",
		"<hi>{no|I have no|we've got no|there's no} {internet|connection|broadband}{| at home| in <town>| at all} <since>", "<hi>{can't|cannot} {get online|connect to anything|load any pages} <since>",
		"<hi>is there {an outage|a problem|something wrong} in <town>? {nothing works here|my router shows no internet|everything is offline}", "<hi>router {light is <colour>|has a <colour> light} and {no internet|nothing loads|I can't get online}",
		"<hi>woke up to no {internet|wifi}{|, kids are going mad|, and I have a meeting in an hour|, tried everything}",
	},
	"outage.open.down/polite": {"<hi>{I am having trouble with|I would like to report a problem with} my {broadband|internet connection}. {It has been down|There has been no signal} <since>.", "<hi>our internet has been {out|unavailable} <since> and {I would be grateful for some help|we rely on it for work}."},
	"outage.open.down/terse":  {"no internet", "internet down", "wifi dead {since <otherday>|again}", "no connection <since>"},
	"outage.open.down/angry":  {"internet is down AGAIN", "{no internet|nothing works} <since>, {sort it out|what am I paying for|this is the {second|third} time this month}"},
	"outage.open.down/chatty": {"<hi>so I sat down {with a cuppa|after dinner} to {video call my sister|watch my programme|pay the gas bill} and {there's no internet whatsoever|it just says not connected}. It was fine {yesterday|before lunch}!"},
	"outage.more.down":        {"{it was fine|everything worked} until <otherday>", "{already|I've already} {turned it off and on|rebooted it twice}", "my {neighbour|wife|flatmate} {has the same|can't get on either|says hers works}", "{all devices|<device> and phone both} {affected|offline}"},
	"outage.probed.down":      {"{everything|all of them}, {<device>, phone, tv|nothing connects|wired too}", "{started|it began} {<otherday>|after the storm|after a power cut}, {nothing|not a thing} since", "{all devices|the whole house}, {even with a cable|wifi shows but no internet}"},

	"outage.open.slow": {
		"<hi>{my|the|our} {internet|wifi|broadband} is {really|so|super|unbelievably|painfully} slow {<since>|in the evenings|these days}<begging>", "<hi>I'm {only getting|getting like|lucky to get} <speed> {mbps|meg|mb/s} {but I pay for|on the} {<promised>|<plan>}{| plan}",
		"<hi>{netflix|everything|youtube|zoom|the tv} keeps {buffering|freezing|stalling} {<since>|every night}", "<hi>{speeds are terrible|download speed is a joke} <since>, {<speed> instead of <promised>|what's happening}", "<hi>why is my {internet|connection} so slow{| lately| at night}?",
	},
	"outage.open.slow/polite": {"<hi>my connection has been considerably slower than usual <since>. {I measured only <speed> Mbit.|Could you look into it?|I am on the <plan> tariff.}"},
	"outage.open.slow/chatty": {"<hi>my {grandson|son in law|neighbour} did a test thing and says I only get <speed> when it should be <promised>. {I don't know what that means but it doesn't sound right.|Pages take forever!}"},
	"outage.more.slow":        {"{uploads are even worse|upload is like 0.<speed>}", "{it's worst|gets really bad} after {6|7|8|9}pm", "{did several speed tests|tested on <device> and phone}, {same result|always around <speed>}", "can't even {load my email|join a call}"},
	"outage.probed.slow":      {"{all devices|on everything}, {mostly evenings|all day really|even next to the router}", "{mainly|only} on the {<device>|tv in the <room>}", "<speed> mbps {last time I looked|just now}, {should be <promised>|used to be <promised>}"},

	"outage.open.drops": {
		"<hi>{my|the} {wifi|internet|connection} keeps {dropping|cutting out|disconnecting|going off} {every few minutes|<since>|several times a day|whenever I'm on a call}<begging>", "<hi>wifi {disconnects|drops} all the time, {mainly in the <room>|have to reconnect the <device> constantly}",
		"<hi>connection {goes|cuts} out {every <minutes> minutes|randomly}, {comes back|then it works} after a {minute|while}", "<hi>I get kicked off {zoom|teams|my game} {all the time|every <minutes> min}, {wifi keeps dying|router seems to restart itself}",
	},
	"outage.open.drops/polite": {"<hi>our wireless connection is {unstable|unreliable}; it {drops|disappears} {several times an hour|every <minutes> minutes or so}. {Is there anything we can do?|}"},
	"outage.more.drops":        {"{it's worst|happens mostly} in the <room>", "{when it drops|then} the light goes <colour>", "{new router|the router} is only {<number> months|a year} old", "it did {<number>|5|7} times {today|since breakfast} already"},
	"outage.probed.drops":      {"{wifi only|just wifi}, {cable seems ok|haven't tried a cable}", "{all of them|phones and <device>}, {at the same time|every time}", "{every <minutes> minutes|maybe <number> times an hour}, {no pattern|worse in the evening}"},

	"outage.open.phone": {
		"<hi>{my|the} {landline|house phone|home phone} {is dead|isn't working|has no dial tone|is just crackling}{| <since>}", "<hi>{nobody can ring me|people get engaged tone|can't make calls} on the {landline|home phone} <since>", "<hi>{no dial tone|just a buzzing noise} {on my landline|when I pick up}{|, internet is fine though}",
	},
	"outage.open.phone/chatty": {"<hi>it's about my telephone, the normal one in the hall. {It's been silent|Not a peep out of it} <since> and {my sister couldn't get hold of me|I was wondering why nobody called}!"},
	"outage.more.phone":        {"{broadband works|internet's fine}, {just no calls|only the phone}", "{tried|I have tried} {another handset|the other phone}{|, same thing}", "it {crackled|was noisy} for {days|a while} before it {died|stopped}"},
	"outage.probed.phone":      {"{no tone at all|completely silent}, {in and out|can't call or get calls}", "{incoming|outgoing} only, {the other way works|weirdly}", "there's a {hum|crackle|clicking} and then nothing"},

	"outage.open.mobile": {
		"<hi>{no signal|zero bars|no service} on my {phone|mobile|<mobile>} <since>", "<hi>{mobile data|4g|data} {isn't working|stopped working|doesn't work} {<since>|on my <mobile>}{|, calls are ok}", "<hi>{my phone|the phone} says {no service|emergency calls only|sim not registered}{| <since>}<begging>",
		"<hi>{can't|cannot} {send texts|make calls|get online with my phone} {<since>|in <town>}",
	},
	"outage.open.mobile/polite": {"<hi>my mobile has had {no reception|no service} <since>, although {I have paid my bill|the coverage map shows good signal}."},
	"outage.more.mobile":        {"{wifi calling works|works on wifi}, {just not outside|only network is gone}", "my {partner|friend} is with you too and {hers is fine|has the same}", "it's {my <mobile>|a sim only plan}, {worked fine until <otherday>|nothing changed}"},
	"outage.probed.mobile":      {"{both|calls and data}, {everywhere|at home and at work}", "{just data|only calls}, {since the last update|nothing helps}", "{in <town>|around <street>}, {indoors and out|all over}"},

	"outage.probe": {
		"{Is that|Does it happen} on {all devices|every device} or {just one|only some}?", "{When did {it|this} start|Since when is that}{, and {is it constant|does it come and go}|}?", "{Okay|Right}, {can you tell me a bit more|what exactly do you see}? {Any error message?|What lights are on?|}",
		"Sorry to hear that. {Is it everything, or only some things?|Has anything changed recently?|How long has this been going on?}",
	},
	"outage.again": {"{I said|as I said}: {it's not working|nothing works|no service}", "{connection|line|service} {problem|fault|not working}", "{it does not work|it's broken}, {simple as that|what don't you get}"},
	"outage.area": {
		"{I can see|There's|We have} {a known outage|a known fault|an issue|a fault} in {your area|<town>}{| at the moment}: <cause>. {Engineers are {on site|working on it}|It should be fixed} by {<hour>pm|tonight|<day>|tomorrow morning}.",
		"{Ah|Right}, {it's not just you|you're not the only one}, {about <minutes>0 homes in <town> are affected|<street> and a few streets around it are offline|half of <town> is without service}. {The cause is <cause>.|We hope to have it back by <hour>pm.}",
	},
	"outage.area/bot": {"There is a known {outage|fault} in {your area|<town>}. {Estimated repair time: <hour>pm{| today| tomorrow}.|Our engineers are working on it.} {You can follow it on the status page.|We'll text you on <phone> when it's fixed.}"},
	"outage.when":     {"{when|how long until} {will it|is it going to|it will} {be fixed|be back|work again}?", "{any idea|do you know} {how long|when}?", "{is that|will it be back} {today|tonight} {or tomorrow|at least}?", "and {until then|in the meantime}? {can I get mobile data|do you have a dongle or something}?"},
	"outage.then":     {"{Current estimate|The last update says|The crew expect} {is |}{<hour>pm|tomorrow before noon|<day> at the latest}{|, but I can't promise}.", "{We'll text you|You'll get a text} {as soon as|the minute} it's back{|. {I've also added <number>0 GB of mobile data for you|It's usually quicker than they say}}.", "{Hard to say|Not before <hour>pm}, {sorry|I'm afraid}. {I'll put a reminder on your account.|You can check the status page as well.}"},
	"gripe.outage": {
		"{I work from home|my kids need it for school|I'm running a business here}, {I can't be without it|do you know what this costs me|this is a disaster}", "{third|second|fourth} {time|fault} {this month|this year|since <month>}{|, it's a joke|, unacceptable}", "{I pay|paying} <usual> a month for {this|nothing|a dead line}",
		"{this is ridiculous|I can't believe this|not good enough|come on}{|, I've been at this for <minutes> minutes}", "{so it's|are you saying it's} {my fault|me} again?", "{been doing this|I did all that} {with your colleague|on the phone} {yesterday|last week} {already|}", "{every single time|always} the same {story|nonsense} with you",
	},
	"gripe.outage/polite": {"I must say I am {rather|quite} disappointed{|, this is the {second|third} time this year}.", "I'm sorry, but {that really isn't good enough|I expected better} for <usual> a month."},
	"outage.credit":       {"{I understand|Totally fair}{|, <name>}. {I've added|I'll put} {a credit of|} <goodwill> {credit |}on your {next bill|account} {for the days without service|as an apology}.", "{You'll automatically get|There's} compensation {from day two|for every full day}, {that's <goodwill> so far|I've logged it under <ref>}{|. Sorry again}."},
	"step.wait":           {"{ok|sure|alright}, {one sec|give me a minute|hold on|doing it now|on it|trying now}", "{have to|need to|let me} {go downstairs|find the thing|move the sofa|get behind the tv}{|, brb}", "brb", "{trying|doing that now}...", "ok {wait|2 min|hang on}"},
	"step.wait/chatty":    {"{Right|Ok}, {bear with me|you'll have to give me a minute}, {it's behind the bookcase|my knees aren't what they were|I'm taking you with me on the tablet}."},
	"step.still":          {"{How's it looking|How did that go|Any luck|Any change}{|, <name>}?", "{Are you still with me|Still there}? {Take your time.|Any change?}", "{What does it show now|Is it back yet|Has it come back on}?"},
	"step.already":        {"{already did that|did that already|tried that}{|, {twice|three times|before I wrote}}{|, no change|, didn't help}", "{I've done that|done that} {at least <number> times|this morning|with the guy on the phone}{|, {made no difference|same thing}}", "that's the first thing I {tried|did}"},
	"mended.down":         {"{it's back|we're back|I'm back online|it works|working now}{!|!!| now| thank god}", "{oh|hey|wow} {that did it|it's working|the light is green}{|!}", "{ok|yes} {light went green|pages load again|got internet again}", "{hang on|wait}... {yes|think so}, {it's connected|it loads}"},
	"mended.slow":         {"{much better|way faster}, {<promised> now|getting full speed|video plays fine}", "{oh nice|wow}, {now it says <promised>|that's more like it}", "{seems|looks} {faster|better} now{|, let's see tonight}"},
	"mended.drops":        {"{seems stable|no drops} {now|so far|for the last few minutes}", "{ok|yes} {that looks better|it's holding}{|, five minutes without a drop}", "{full bars|strong signal} in the <room> now{|!}"},
	"mended.phone":        {"{I've got|there's} a {dial tone|tone} {now|again}{|!}", "{it rings|just rang it from my mobile, it works}", "{yes|oh} {it's back|I can hear the tone}"},
	"mended.mobile":       {"{got|I have} {signal|bars|4g} {again|now}{|!}", "{yay|ok} {it's registered|data works|full bars}", "{just got 5 texts at once|calls work}, {so it's back|thanks}"},
	"outage.mended":       {"{Great|Brilliant|Glad to hear it|Wonderful}{|, <name>}{!|.} {I'll keep the ticket open for 24 hours|I've noted it under <ref>|Keep an eye on it and come back if it acts up}.", "{Perfect|Lovely}, {the line looks clean from here too|I can see it online}. {It should stay that way.|Probably just a stuck session.}"},
	"outage.mended/bot":   {"{Great|Good to hear}! {I've closed the fault report.|The fault is marked as solved.}"},
	"engineer.down": {
		"{I think|Looks like|I'm afraid} {we need to send someone|this needs an engineer}. {I have|There's a slot on|The next visit would be} <day> between <slot>, {does that work|would that suit you|ok}?",
		"{The line test shows a fault|I see errors on the line|There's a break} {outside the property|about <number>00 metres from you}. {An engineer can come|I can offer} <day>, <slot>{|, someone over 18 should be in}.",
		"{I'd like to replace the router|Your router seems faulty}, {a new one goes out today|a new one will be with you by <day>}. {Is <house> <street> still right|Same address}?",
	},
	"engineer.slow":   {"{The line tops out|Your line is limited} at <speed>0 {right now|according to our test}, {which is below what we promised|that's not right}. {I can send an engineer|Engineer visit} <day> between <slot>?", "{There's noise on the line|I see lots of errors}. {Could someone be home|Can we visit} on <day> between <slot>?"},
	"engineer.drops":  {"{I'd like to swap the router|I'll send you a new router}{, it'll arrive <day>|, free of charge}. {If that doesn't help we'll send an engineer.|Ok?}", "{I can see it drop|The log shows <minutes> drops} {since midnight|today}. {Let's get an engineer out|We'd better check the line}: <day> between <slot>?"},
	"engineer.phone":  {"{The test shows a break|There's a fault} on the copper {line|pair}. {Earliest appointment|I can book a visit}: <day> between <slot>?", "{It's a line fault|It's outside your home}, {nobody needs to be in|you don't have to be there}. {It'll be repaired by <day>|Repair is planned for <day>}, ok?"},
	"engineer.mobile": {"{I'll send you|Let me send} a replacement sim{, it takes <number> days|, arrives <day>}. {Is <house> <street> right|Same address}?", "{The mast near <town> is being upgraded|There's work on the mast in <town>} until <day>. {Can you use wifi calling till then?|I've added <goodwill> credit for now, ok?}"},
	"engineer.yes":    {"{yes|ok|sure|yep} {that works|fine|book it|perfect|please}", "{<day>|that} {is fine|works}{|, I'll be home|, my wife will be in}", "{yes please|go ahead|ok do that}", "{guess so|fine}{|, not like I have a choice}"},
	"engineer.other":  {"{anything|is there anything|do you have something} {earlier|sooner|before that|later in the day|on a saturday}?", "{can't|I can't} do <day>, {I'm at work|I'm away}. {any other day|what about the weekend|maybe after 5}?", "does {that|the visit} cost {anything|extra}? {and do I have to be there|}"},
	"engineer.moved":  {"{Let me see|I've found one}... {tomorrow between <slot>|Saturday <slot>|the day after, <slot>}. {Booked, ref <ref>.|I've booked that.} {There's no charge.|It's free of charge.|}", "{I can put you on the cancellation list|That's the earliest, sorry}, {we'll text you if something opens up|I've kept that slot for you}. {No cost for you.|Ref <ref>.}"},
	"engineer.booked": {"{Booked|All booked|Done}{, ref <ref>|. Your reference is <ref>}. {You'll get a text|We'll send a reminder} {the evening before|to <phone>}.", "{That's in|It's arranged}{|, <name>}. {Confirmation goes to <email>.|The engineer will ring half an hour before.}"},
}

// englishSteps is troubleshooting: step.x asks for step x, how.x is a question
// about it, help.x the answer, fail.x the result when it did not help.
var englishSteps = grammar{
	"try": {"Could you", "Please", "Can you", "Let's", "Would you", "I'd like you to", "First,", "Next,", "Okay,", "Right, now"},

	"step.restart": {
		"{Please|Could you|Let's} {switch off|unplug|turn off} the router{, wait {30 seconds|a minute} and {plug it back in|switch it on again}| at the wall for 30 seconds and then back on}{.|?}", "{Have you tried|Can you try} {restarting|rebooting|power cycling} the {router|box}? {Leave it off for a full minute.|It needs about <number> minutes to come back.}",
		"{Next up|First thing}: {pull the power cable out of the router|take the power out of the router}, count to {20|30}, {then plug it in|back in}. Tell me {what happens|when it's up}.",
	},
	"step.restart/bot": {"Please {restart your router: unplug it, wait 30 seconds, plug it in again|switch your router off and on again}. {Is it working now?|Did that help?}"},
	"how.restart":      {"{do you mean|you mean} {the black box|the white box|the plug or the button}?", "how {long|many seconds} {off|should it be off}?", "will {I lose this chat|that delete my settings|I get cut off}? {I'm on the wifi calling thing|}"},
	"help.restart":     {"{The box with our logo|The one with the lights}, {just pull the plug|the small round plug at the back}.", "{Don't worry|No}, {your settings stay|nothing gets deleted}, {30 seconds is enough|and the chat will wait for you}.", "{The plug, please|Either way is fine}, {half a minute|wait till all lights are out}."},
	"fail.restart":     {"{ok|right} {done|restarted it}, {still nothing|no change|same as before|no joy}", "{restarted|rebooted}, {light is still <colour>|it came on but no internet}", "hm still nothing", "{it's on again|back on} but {nothing|still the same|doesn't load}", "{nope|no}", "{tried it|did it}, {didn't help|no difference}", "worked for {a second|like a minute} then {gone again|dead again}"},

	"step.lights":     {"{What colour|Which colour} is the {light|internet light|big light} on {the router|the front of the box}{| right now}?", "{Can you tell me|Could you have a look} {which|what} lights {are on|you see}{| on the router}?", "{Have a look at|Check} the router for me{|, please}: is the {middle|second|internet} light {green|blue} or {red|something else}?"},
	"step.lights/bot": {"What colour is the internet light on your router? {Green, orange, red or off?|}"},
	"how.lights":      {"which {one|light}? {there are like five|there's a few}", "{the top one or the bottom one|the one that looks like a globe}?", "{where do I look|on the front}?"},
	"help.lights":     {"{The one marked @|The globe symbol|Second from the left}{, please|}. {Is it steady or blinking?|}", "{Just tell me all of them|The one under \"internet\"}{, from left to right|}."},
	"fail.lights":     {"{it's|its} <colour>", "<colour>", "{power|first one} is green{, the {other|middle|internet} one is <colour>| and the rest <colour>}", "{blinking|flashing} {red|orange}, {then off|all the time}", "{wifi|power} is {on|green}, {internet|the globe} is <colour>", "{two|three} green and one {red|<colour>}{|, is that bad}", "no lights {at all|apart from power}"},

	"step.cable":     {"{Could you|Please} check {the cable|all cables} {between the router and the wall|at the back}{, {is it|are they} pushed in {properly|until it clicks}|}?", "{Make sure|Check} the {grey|thin|dsl} cable is {firmly in|seated properly} {at both ends|on both sides}{|, please}. {Any damage?|}", "{Do you have|Have you got} {a spare|another} {cable|phone cable|dsl cable} you could {try|swap in}?"},
	"step.cable/bot": {"Please check that the cable between router and wall socket is plugged in {firmly|at both ends}. {Is it?|Any change?}"},
	"how.cable":      {"{which cable|the grey one or the yellow one}?", "the {one going to the wall|thin one}? {it's behind the cupboard|}", "what should it look like?"},
	"help.cable":     {"{The thin grey one|The one with the small clear plug}, {from the port marked DSL to the wall socket|it goes from the router to the wall}.", "{Not the yellow one|Not the power cable}, {the one in the socket marked DSL|the other one}. {It should click.|}"},
	"fail.cable":     {"{all in|everything's plugged in}, {tight|clicked|as it should be}{|, still nothing}", "{checked|wiggled} {it|them all}, {same|no change}", "{swapped|changed} the cable, {still the same|no difference}", "{looks ok|seems fine} {to me|both ends}", "{the clip is broken but it stays in|cat chewed it a bit maybe but it's in}", "yes its in"},

	"step.socket":     {"{Is the router|Are you} plugged into the {main|master} socket{|, or an extension}? {Please try it in the main one.|Take out any splitters for the test.}", "{Could you try|Let's try} the test socket: {unscrew the lower half of the plate|take off the front plate}{, there's another socket behind it| and plug straight into the one behind}."},
	"step.socket/bot": {"Please plug the {router|phone} directly into the main wall socket{|, without any splitter or extension}. {Any change?|}"},
	"how.socket":      {"{what's|whats} {a|the} {master socket|test socket}?", "{I'd need a screwdriver for that|am I allowed to open that}?", "is that the one {in the hall|by the front door}?"},
	"help.socket":     {"{Usually by the front door|It's the one where the line comes in}, {a bit bigger than the others|with two screws}.", "{Yes, you're allowed|Two small screws}, {nothing dangerous in there|no mains voltage}. {Take your time.|}"},
	"fail.socket":     {"{it's|its} {in the main one|in the master socket} {already|anyway}", "{tried|plugged it in} {behind the plate|the test socket}, {same result|still dead|no change}", "{there's only one socket|only have one} {in the flat|here}", "{no difference|nothing}, {put it back|it's still <colour>}", "took the {splitter|extension} out, {no luck|didn't change anything}"},

	"step.refresh":     {"{I've sent|I'm sending} a {refresh|reset} signal {to|down} your line{| from here}. {Give it <number> minutes|Wait until the lights settle} {and tell me if it's back|and try again}{| please}.", "{Let me|I'll} reset your {port|line} {from our side|at the exchange}. {You'll drop for a moment.|Don't touch the box for <number> minutes.} {Done, has anything changed?|}"},
	"step.refresh/bot": {"I'm running a line test and a reset. {This takes about <number> minutes.|Please wait.} {Is your connection back?|Please tell me if it works now.}"},
	"how.refresh":      {"do I {have to|need to} do anything?", "{how long|what} {does that take|should I see}?"},
	"help.refresh":     {"{No, just wait|Nothing to do}, {the lights will blink|it takes <number> minutes}{| and then go steady}.", "{Leave it plugged in|Just leave it on}, {it should come up by itself|that's all}."},
	"fail.refresh":     {"{ok|it's been} {<number> minutes|waited}, {nothing|no change}", "{lights blinked|it blinked} {and now|then} {<colour> again|same as before}", "still {down|dead|not working|the same}", "{nope|no}, {nothing happened|didn't do anything}", "it {said connected|came up} for a {second|moment}, {then gone|and dropped again}"},

	"step.reset": {"{Let's do|Can you do} a factory reset: {press the little button at the back with a pin|paperclip in the reset hole} for {10|15} seconds{| till the lights flash}.", "{As a last try|If you don't mind}, {reset the router|do a full reset} {with the pinhole button|using the reset button}. {The wifi name and password go back to the ones on the sticker.|}"},
	"how.reset":  {"{won't that wipe|does that delete} {everything|my wifi password}?", "{where is|I can't see} the {reset|little} {button|hole}?", "{what do I press it with|I don't have a pin}?"},
	"help.reset": {"{At the back, next to the power plug|Underneath, left corner}, {a paperclip works|a toothpick works too}.", "{Yes, it goes back to the password on the sticker|Only the wifi name changes}, {you can set it again afterwards|everything else loads by itself}."},
	"fail.reset": {"{ok|did the} reset {done|it}, {it's <colour> again|still no connection}", "{held it|pressed it} {15 sec|ages}, {all lights flashed|it restarted}, {but no internet|still nothing}", "{now|great, now} the wifi password is {gone|different} and {still no internet|it doesn't connect either}", "reset it, {no luck|nothing}"},

	"step.speedtest":     {"{Could you|Please} run a speed test {on our website|at brindlewave.example/speed} and tell me the {result|numbers}?", "{What does|What result do you get from} a speed test {show|say} {right now|next to the router}?", "{Let's measure it|I need a number}: {go to the speed page|open the speed test in the app}, {what do you get for download and upload|please send me the figures}?"},
	"step.speedtest/bot": {"Please run the speed test in the app. {What is the download speed?|Tell me the result in Mbit/s.}"},
	"how.speedtest":      {"{on the phone or|with} the <device>?", "{what's the link|where is that}?", "{over wifi or cable|does it matter which browser}?"},
	"help.speedtest":     {"{Either is fine|Any device}, {close to the router please|just stand near the box}.", "{brindlewave.example/speed|It's in the app under Help}, {press Start|takes half a minute}."},
	"fail.speedtest":     {"<speed>{.<number>|} {down|download}, {0.<number>|1|2} {up|upload}", "{it says|I get|shows} <speed> {mbps|mbit|meg}", "{between|somewhere between} 1 and <speed>, {jumps around|it keeps changing}", "{test doesn't even finish|it won't load}{|, lol}", "<speed> {on wifi|next to the router}{, same on <device>|, rubbish}", "ping 2<number>0 {down|and} <speed>"},

	"step.wired":     {"{Can you|Could you} {connect|plug} {a computer|the <device>|a laptop} {directly|straight} to the router with a cable{| and test again}?", "{Is it the same|How is it} {with a network cable|over ethernet}? {That tells us if it's wifi or the line.|There should be a yellow one in the box.}"},
	"step.wired/bot": {"Please connect a device to the router by cable. Is it still {slow|unstable}?"},
	"how.wired":      {"my <device> doesn't have {a port|a socket} for that", "{which hole|which port}? {the yellow ones|}", "{don't have|I don't think I've got} a cable, {does it have to be|any other way}?"},
	"help.wired":     {"{Any of the yellow ports|LAN 1 to 4}, {doesn't matter which|they're all the same}.", "{No problem|That's ok}, {then stand right next to the router|try it with another device}{| and test again}."},
	"fail.wired":     {"{with cable|wired} it's {the same|just as bad|<speed>}", "{plugged in|connected} the <device>, {no better|not much better|same}", "{bit better|slightly better} {with cable|wired} but {still drops|only <speed>0}", "{can't test that|no cable here}, {sorry|only have wifi stuff}", "{same thing|no difference} {by cable|over lan}"},

	"step.channel":     {"{Let's change|Try changing} the wifi channel: {in the app|on the router page} under Wifi, {pick 1, 6 or 11|switch from auto to 6}.", "{Where is the router|What's the router standing next to}? {It likes to be out in the open, away from the tv.|Could you move it away from the microwave or tv and try?}", "{Can you switch|Please switch} the <device> {to the 5 GHz network|to the network that ends in 5G} and {see|test}?"},
	"step.channel/bot": {"Please move the router {into the open|away from other devices} and restart wifi on your <device>. {Is it better?|Any change?}"},
	"how.channel":      {"{how do I|where can I} {get to that page|change that|see that}?", "{what's the password for that|it wants an admin password}?", "{5 what|which network is that}?"},
	"help.channel":     {"{Type 192.168.1.1 in your browser|Open the app, then Home, then Wifi}, {the password is on the sticker|it's the second tab}.", "{The sticker under the router has it|Look at the bottom of the router}, {\"admin key\"|eight characters}."},
	"fail.channel":     {"{changed it|did that|it's on {6|11|1} now}, {no difference|still dropping|same thing}", "{moved it|it's on the shelf now}, {not really better|same in the <room>}", "{on 5g|with the 5 one} {it's even worse|it doesn't reach the <room>|still cuts out}", "{dropped|just dropped} again {while I was typing|right now}", "{a bit better|little better} but {still|not} {not good|great}"},

	"step.firmware":     {"{Let's check|Could you check} the {software|firmware} version{|, it's on the status page of the router}. {It should end in <number>.<speed>.|What does it say?}", "{I'm pushing|I'll send} an update to your router{|, it will restart once}. {Please tell me when the wifi is back|Give it <number> minutes}{| and whether it holds}."},
	"step.firmware/bot": {"I've started an update of your router. {Please wait until it restarts.|It takes about <number> minutes.} Does the connection hold now?"},
	"how.firmware":      {"{status page|where's that}?", "{does it restart by itself|do I have to do anything}?"},
	"help.firmware":     {"{All automatic|It does everything by itself}, {just don't unplug it|leave the power on}.", "{In the app under Router|192.168.1.1}, {first line|at the very top}."},
	"fail.firmware":     {"{it|router} restarted, {wifi came back|back up} {but dropped again|and two minutes later gone}", "{says|it shows} {up to date|version <number>.<speed>}", "{updated|update done}, {same problem|no change}", "still {dropping|kicking me off}"},

	"step.handset": {"{Do you have|Is there} {another|a second} phone{| handset} you could {plug in|try}{|, a corded one ideally}?", "{Could you unplug|Please unplug} the phone's base{, wait a minute| for a minute} and {plug it back in|connect it again}{|, then listen for a tone}?"},
	"how.handset":  {"{the handset or the base|the charger bit}?", "I've {only got|just} {the one|cordless ones}, {is that ok|does that matter}?"},
	"help.handset": {"{The base station|The bit it sits on}, {both plugs|power and line}.", "{That's fine|No problem}, {then just the base|try it with that one}."},
	"fail.handset": {"{tried|borrowed} {the neighbour's phone|an old one|the one from the <room>}, {no tone either|same|dead}", "{unplugged|did} it, {still silent|just crackling|nothing}", "{no other phone|don't have another one}, {sorry|in this house}", "{same|nothing}{|, not even a click}"},

	"step.airplane":     {"{Please turn|Could you switch} {flight mode|airplane mode} on for {10 seconds|half a minute} and off again{|, does it find the network}?", "{Let's restart the phone|Restart the phone for me} {completely|fully off, not standby}{| please}. {Does it show Brindlewave afterwards?|Any bars?}"},
	"step.airplane/bot": {"Please {restart your phone|switch flight mode on and off}. Do you have signal now?"},
	"how.airplane":      {"{where's|where is} {flight mode|that} on my <mobile>?", "{off and on|like completely off}?"},
	"help.airplane":     {"{Swipe down from the top|Settings, first page}, {the little plane symbol|it looks like a plane}.", "{Hold the side button|Yes, fully off}, {10 seconds|then wait a bit}."},
	"fail.airplane":     {"{still|it still says} {no service|no network|searching}", "{did it|done}, {one bar, then gone|nothing|same}", "{restarted|rebooted} {twice|}, {no bars|still nothing}", "{nope|no} {nothing|signal}"},

	"step.simcard": {"{Could you|Please} take the sim out{, give it a wipe|} and put it back{| in}? {Does the phone recognise it?|}", "{Do you have|Is there} another phone {you could put the sim in|to test the sim with}?", "{Is the sim|Is your sim card} {seated properly|in the right slot}{|, some phones have two}? {Please take it out and back in.|}"},
	"how.simcard":  {"how do I {open|get} {that|the tray out}?", "{it's an esim I think|isn't that an esim}?", "{need a pin for that right|with what}?"},
	"help.simcard": {"{A paperclip does it|Any thin pin}, {there's a tiny hole on the side|push until it pops}.", "{Then switch the line off and on|If it's an esim, toggle it} {in settings|under mobile network}."},
	"fail.simcard": {"{put it|sim is} back in, {still no service|same message}", "{tried it in|put it in} {my partner's phone|an old phone|my mum's phone}, {doesn't work there either|same|no signal there either}", "{says|now it says} {invalid sim|no sim|sim not registered}", "{cleaned it|wiped it}, {nothing|no change}"},

	"step.apn":     {"{Can you check|Please check} the {access point|APN}{| under mobile network settings}? {It should say \"brindlewave.web\".|}", "{Is mobile data|Is data roaming} {switched on|enabled}{| in your settings}? {Any data limit set?|Toggle it off and on please.}"},
	"step.apn/bot": {"Please check the access point (APN) under mobile network. It should say \"brindlewave.web\". {Is it working now?|}"},
	"how.apn":      {"{what's an|what is} {apn|access point}?", "{where do I find|can't find} that{| on my <mobile>}?"},
	"help.apn":     {"{Settings, Mobile, Access points|Settings, then Network}, {third or fourth line|scroll down a bit}.", "{It's just the name of our gateway|A setting for data}, {I'll text you the link to set it automatically|you only type it once}."},
	"fail.apn":     {"{it|that} {says brindlewave.web already|is correct}", "{data is on|it's all on}, {still nothing|no change}", "{changed it|typed it in}, {still no data|doesn't connect}", "{was empty|there was nothing}, {put it in|added it}, {no difference|still dead}"},

	"step.network": {"{Please set|Could you set} the network {selection|choice} to manual and {pick|choose} Brindlewave{| from the list}?", "{Try|Let's try} switching from 5G to {4G|3G|LTE only}{| in the settings}. {What happens?|Any bars then?}"},
	"how.network":  {"{where's that setting|where}?", "{it shows a list of numbers|there's loads in the list}, {which one|which one is yours}?"},
	"help.network": {"{Ours is the one that says BW|Brindlewave or BW UK}{, usually at the top|}.", "{Under Mobile network|In Settings, Connections}, {switch off Automatic|there's a button for it}."},
	"fail.network": {"{it's not|you're not} {in the list|there}", "{picked it|selected it}, {says unable to connect|not allowed|registration failed}", "{on 4g|on lte} {the same|still nothing}", "{one bar|got a bar} {but|and} {calls fail|no data}"},
}
