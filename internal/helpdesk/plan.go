package helpdesk

// party is one of the two sides of a chat.
type party int

const (
	customer party = iota
	staff          // the bot or the agent, whoever is on duty
)

// stage is a state of the plan: who says what there, and what may follow.
// A stage without a rule is a mere junction. Names of rules and stages may
// hold $issue, $kind, $step, $topic and $id; several rules are said one after the other, see [chat.fill].
type stage struct {
	who   party
	label string // empty: the label of the present issue
	rule  string
	do    func(*chat) // what it changes, before the line is said
	next  []edge
}

// edge leads to another stage with a weight, if its condition holds.
type edge struct {
	to     string
	weight int
	when   func(*chat) bool
}

// The conditions on edges.
var (
	isBot     = func(c *chat) bool { return c.staff == Bot }
	isAgent   = func(c *chat) bool { return c.staff == Agent }
	isKnown   = func(c *chat) bool { return c.known[c.id()] }
	isNew     = func(c *chat) bool { return !c.known[c.id()] }
	isAngry   = func(c *chat) bool { return c.customer.impolite > 20 }
	isPatient = func(c *chat) bool { return c.customer.impolite <= 20 }
	hasMore   = func(c *chat) bool { return len(c.queue) > 0 }
	hasNone   = func(c *chat) bool { return len(c.queue) == 0 }
	isParcel  = func(c *chat) bool { return c.kind != "sim" } // a number transfer is none
	// A bot tries two steps before it gives up, a person three.
	hasSteps = func(c *chat) bool { return len(c.steps) > 0 && (c.tried < 2 || c.staff == Agent && c.tried < 3) }
	// Looking at something does not mend it; doing something may.
	mayMend = func(c *chat) bool { return c.step != "lights" && c.step != "speedtest" }
)

// once is the condition that a stage has not been visited yet.
func once(name string) func(*chat) bool {
	return func(c *chat) bool { return c.visits[name] == 0 }
}

// What customers ask about a delivery, and when they leave.
var (
	orderTopics  = []string{"address", "time", "tracking", "absent", "pickup"}
	cancelTopics = []string{"router", "number", "fee", "mail"}
)

// topic makes the next question be about one of the names, but not the same
// as the last.
func topic(names []string) func(*chat) {
	return func(c *chat) {
		for last := c.topic; c.topic == last; {
			c.topic = names[c.r.IntN(len(names))]
		}
	}
}

// plan is the Markov chain of a chat. It starts at "open" and stops at "end".
var plan = map[string]stage{
	// Opening.
	"open": {next: []edge{{to: "bot.hello", weight: 3}, {to: "agent.hello", weight: 5}, {to: "customer.hello", weight: 2}, {to: "issue.first", weight: 1}}},
	"bot.hello": {who: staff, label: "greeting", rule: "hello", do: (*chat).joinBot,
		next: []edge{{to: "issue", weight: 7}, {to: "customer.hi", weight: 1, when: once("customer.hello")}}},
	"agent.hello": {who: staff, label: "greeting", rule: "hello", do: (*chat).joinHuman,
		next: []edge{{to: "issue", weight: 7}, {to: "customer.hi", weight: 2, when: once("customer.hello")}}},
	"customer.hello": {label: "greeting", rule: "customer.hello",
		next: []edge{{to: "agent.hello", weight: 3}, {to: "bot.hello", weight: 2}}},
	// Some say at once what is the matter; the agent greets and asks who it is.
	"issue.first": {do: (*chat).nextIssue, next: []edge{{to: "state.first", weight: 1}}},
	"state.first": {rule: "$issue.open.$kind", next: []edge{{to: "agent.hello.first", weight: 1}}},
	"agent.hello.first": {who: staff, label: "greeting", rule: "hello.reply", do: (*chat).joinHuman,
		next: []edge{{to: "identify", weight: 5}, {to: "probe", weight: 1}}},
	"customer.hi": {label: "greeting", rule: "customer.hi", next: []edge{{to: "issue", weight: 1}}},

	// The customer states an issue, now or as a further one.
	"issue": {do: (*chat).nextIssue, next: []edge{
		{to: "state", weight: 8},
		{to: "state.number", weight: 2, when: isNew},
		{to: "state.angry", weight: 5, when: isAngry}}},
	"state":      {rule: "$issue.open.$kind", next: []edge{{to: "identify", weight: 7}, {to: "state.more", weight: 2}, {to: "probe", weight: 2}}},
	"state.more": {rule: "$issue.more.$kind", next: []edge{{to: "identify", weight: 1}}},
	"state.number": {rule: "$issue.open.$kind number.$id", do: func(c *chat) { c.known[c.id()] = true },
		next: []edge{{to: "look", weight: 3}, {to: "$issue.work", weight: 1}}},
	"state.angry":  {label: "complaint", rule: "gripe.open", next: []edge{{to: "state", weight: 3}, {to: "soothe.state", weight: 1}}},
	"soothe.state": {who: staff, label: "acknowledge", rule: "soothe.ask", next: []edge{{to: "state", weight: 1}}},
	"probe":        {who: staff, label: "clarify", rule: "$issue.probe", next: []edge{{to: "probe.answer", weight: 1}}},
	"probe.answer": {rule: "$issue.probed.$kind", next: []edge{{to: "identify", weight: 1}}},

	// Identification.
	"identify": {next: []edge{{to: "id.ask", weight: 1, when: isNew}, {to: "$issue.work", weight: 1, when: isKnown}}},
	"id.ask": {who: staff, label: "ask_account_id", rule: "id.ask.$id",
		next: []edge{{to: "id.give", weight: 14}, {to: "id.where", weight: 3}, {to: "id.hunt", weight: 2}}},
	"id.where":   {label: "clarify", rule: "id.where.$id", next: []edge{{to: "id.explain", weight: 1}}},
	"id.explain": {who: staff, label: "ask_account_id", rule: "id.explain.$id", next: []edge{{to: "id.give", weight: 1}}},
	"id.hunt":    {label: "acknowledge", rule: "id.hunt", next: []edge{{to: "id.give", weight: 1}}},
	"id.give": {label: "give_account_id", rule: "id.give.$id", do: func(c *chat) { c.known[c.id()] = true },
		next: []edge{{to: "look", weight: 4}, {to: "$issue.work", weight: 9}, {to: "id.bad", weight: 1, when: once("id.bad")}}},
	"id.bad":   {who: staff, label: "ask_account_id", rule: "id.bad.$id", next: []edge{{to: "id.again", weight: 1}}},
	"id.again": {label: "give_account_id", rule: "id.again.$id", next: []edge{{to: "look", weight: 1}, {to: "$issue.work", weight: 1}}},
	"look": {who: staff, label: "acknowledge", rule: "look",
		next: []edge{{to: "$issue.work", weight: 8}, {to: "wait.ok", weight: 2}, {to: "wait.hello", weight: 1, when: isAgent}, {to: "aside", weight: 1, when: hasNone}}},
	"wait.ok":    {label: "acknowledge", rule: "wait.ok", next: []edge{{to: "$issue.work", weight: 1}}},
	"wait.hello": {label: "complaint", rule: "wait.hello", next: []edge{{to: "$issue.work", weight: 2}, {to: "wait.sorry", weight: 3}}},
	"wait.sorry": {who: staff, label: "acknowledge", rule: "wait.sorry", next: []edge{{to: "$issue.work", weight: 1}}},
	"aside": {do: (*chat).aside, next: []edge{
		{to: "aside.order", weight: 1, when: func(c *chat) bool { return c.queue[0] == "order" }},
		{to: "aside.billing", weight: 1, when: func(c *chat) bool { return c.queue[0] == "billing" }}}},
	"aside.order":   {label: "order_status", rule: "aside.order", next: []edge{{to: "aside.later", weight: 1}}},
	"aside.billing": {label: "billing_question", rule: "aside.billing", next: []edge{{to: "aside.later", weight: 1}}},
	"aside.later":   {who: staff, label: "acknowledge", rule: "aside.later", next: []edge{{to: "$issue.work", weight: 1}}},

	// The bot at its limits, and handing over.
	"bot.lost":   {who: staff, label: "clarify", rule: "bot.lost", next: []edge{{to: "again", weight: 3}, {to: "want.human", weight: 3}}},
	"again":      {rule: "$issue.again", next: []edge{{to: "handoff", weight: 1}}},
	"want.human": {label: "handoff", rule: "want.human", next: []edge{{to: "handoff", weight: 1}}},
	"handoff": {who: staff, label: "handoff", rule: "handoff", next: []edge{
		{to: "agent.join", weight: 7}, {to: "handoff.ok", weight: 2}, {to: "handoff.gripe", weight: 2, when: isAngry}}},
	"handoff.ok":    {label: "acknowledge", rule: "wait.ok", next: []edge{{to: "agent.join", weight: 1}}},
	"handoff.gripe": {label: "complaint", rule: "gripe.bot", next: []edge{{to: "agent.join", weight: 1}}},
	"agent.join": {who: staff, label: "greeting", rule: "join", do: (*chat).joinHuman,
		next: []edge{{to: "$issue.work", weight: 6}, {to: "look", weight: 2}, {to: "id.reask", weight: 2, when: once("id.reask")}}},
	"id.reask":  {who: staff, label: "ask_account_id", rule: "id.reask.$id", next: []edge{{to: "id.regive", weight: 1}}},
	"id.regive": {label: "give_account_id", rule: "id.regive.$id", next: []edge{{to: "$issue.work", weight: 1}}},

	// Something does not work.
	"outage.work": {next: []edge{
		{to: "outage.area", weight: 2}, {to: "step", weight: 9, when: hasSteps},
		{to: "bot.lost", weight: 2, when: isBot}, {to: "outage.bot.out", weight: 1, when: isBot}}},
	"outage.area": {who: staff, label: "resolution", rule: "outage.area", next: []edge{
		{to: "outage.when", weight: 3}, {to: "gripe.area", weight: 2}, {to: "ack.wrap", weight: 3}}},
	"outage.when":    {label: "clarify", rule: "outage.when", next: []edge{{to: "outage.then", weight: 1}}},
	"outage.then":    {who: staff, label: "resolution", rule: "outage.then", next: []edge{{to: "ack.wrap", weight: 3}, {to: "wrap", weight: 1}}},
	"gripe.area":     {label: "complaint", rule: "gripe.outage", next: []edge{{to: "outage.credit", weight: 1, when: isAgent}, {to: "want.human", weight: 1, when: isBot}}},
	"outage.credit":  {who: staff, label: "resolution", rule: "outage.credit", next: []edge{{to: "ack.wrap", weight: 1}, {to: "wrap", weight: 2}}},
	"outage.bot.out": {who: staff, label: "handoff", rule: "handoff", next: []edge{{to: "agent.join", weight: 1}}},
	"step": {who: staff, label: "troubleshoot_step", rule: "step.$step", do: (*chat).nextStep, next: []edge{
		{to: "step.fail", weight: 9}, {to: "step.how", weight: 2}, {to: "step.wait", weight: 3},
		{to: "step.already", weight: 1, when: once("step.already")}, {to: "step.ok", weight: 3, when: mayMend}}},
	"step.how":   {label: "clarify", rule: "how.$step", next: []edge{{to: "step.help", weight: 1}}},
	"step.help":  {who: staff, label: "troubleshoot_step", rule: "help.$step", next: []edge{{to: "step.fail", weight: 3}, {to: "step.ok", weight: 1, when: mayMend}}},
	"step.wait":  {label: "acknowledge", rule: "step.wait", next: []edge{{to: "step.fail", weight: 5}, {to: "step.ok", weight: 2, when: mayMend}, {to: "step.still", weight: 2, when: isAgent}}},
	"step.still": {who: staff, label: "clarify", rule: "step.still", next: []edge{{to: "step.fail", weight: 3}, {to: "step.ok", weight: 1, when: mayMend}}},
	"step.already": {label: "step_result", rule: "step.already", next: []edge{
		{to: "step", weight: 3, when: hasSteps}, {to: "outage.engineer", weight: 1, when: isAgent}, {to: "handoff", weight: 1, when: isBot}}},
	"step.fail": {label: "step_result", rule: "fail.$step", next: []edge{
		{to: "step", weight: 8, when: hasSteps}, {to: "step.gripe", weight: 1, when: isPatient}, {to: "step.gripe", weight: 6, when: isAngry},
		{to: "outage.engineer", weight: 4, when: isAgent}, {to: "team", weight: 1, when: func(c *chat) bool { return isAgent(c) && c.visits["team"] == 0 }},
		{to: "handoff", weight: 3, when: isBot}, {to: "want.human", weight: 2, when: isBot}}},
	"step.gripe": {label: "complaint", rule: "gripe.outage", next: []edge{
		{to: "want.human", weight: 2, when: isBot}, {to: "handoff", weight: 2, when: isBot},
		{to: "step.soothe", weight: 3, when: isAgent}, {to: "outage.engineer", weight: 2, when: isAgent}}},
	"step.soothe":   {who: staff, label: "acknowledge", rule: "soothe", next: []edge{{to: "step", weight: 2, when: hasSteps}, {to: "outage.engineer", weight: 2}}},
	"step.ok":       {label: "step_result", rule: "mended.$kind", next: []edge{{to: "outage.mended", weight: 4}, {to: "wrap", weight: 1}}},
	"outage.mended": {who: staff, label: "resolution", rule: "outage.mended", next: []edge{{to: "wrap", weight: 1}}},
	"team":          {who: staff, label: "handoff", rule: "team", next: []edge{{to: "agent.join2", weight: 2}, {to: "team.ok", weight: 1}}},
	"team.ok":       {label: "acknowledge", rule: "wait.ok", next: []edge{{to: "agent.join2", weight: 1}}},
	"agent.join2":   {who: staff, label: "greeting", rule: "join", do: (*chat).joinHuman, next: []edge{{to: "outage.engineer", weight: 2}, {to: "step", weight: 1, when: hasSteps}}},
	"outage.engineer": {who: staff, label: "resolution", rule: "engineer.$kind", next: []edge{
		{to: "engineer.yes", weight: 5}, {to: "engineer.other", weight: 3}, {to: "engineer.gripe", weight: 3, when: isAngry}}},
	"engineer.yes":    {label: "acknowledge", rule: "engineer.yes", next: []edge{{to: "engineer.booked", weight: 3}, {to: "wrap", weight: 1}}},
	"engineer.other":  {label: "clarify", rule: "engineer.other", next: []edge{{to: "engineer.moved", weight: 1}}},
	"engineer.moved":  {who: staff, label: "resolution", rule: "engineer.moved", next: []edge{{to: "ack.wrap", weight: 2}, {to: "wrap", weight: 1}}},
	"engineer.gripe":  {label: "complaint", rule: "gripe.outage", next: []edge{{to: "outage.credit", weight: 1}}},
	"engineer.booked": {who: staff, label: "resolution", rule: "engineer.booked", next: []edge{{to: "wrap", weight: 1}}},

	// Something is wrong with a bill.
	"billing.work": {next: []edge{
		{to: "billing.explain", weight: 1, when: isAgent},
		{to: "handoff", weight: 3, when: isBot}, {to: "bot.lost", weight: 2, when: isBot}}},
	"billing.explain": {who: staff, label: "resolution", rule: "billing.explain.$kind", next: []edge{
		{to: "ack.wrap", weight: 3}, {to: "billing.back", weight: 4}, {to: "billing.why", weight: 3},
		{to: "billing.gripe", weight: 1, when: isPatient}, {to: "billing.gripe", weight: 5, when: isAngry}}},
	"billing.why":      {rule: "billing.why.$kind", next: []edge{{to: "billing.because", weight: 1}}},
	"billing.because":  {who: staff, label: "resolution", rule: "billing.because.$kind", next: []edge{{to: "ack.wrap", weight: 3}, {to: "billing.back", weight: 2}, {to: "billing.gripe", weight: 2}}},
	"billing.back":     {label: "refund_request", rule: "billing.back", next: []edge{{to: "billing.credit", weight: 4}, {to: "billing.look", weight: 2}}},
	"billing.look":     {who: staff, label: "acknowledge", rule: "look.credit", next: []edge{{to: "billing.credit", weight: 1}}},
	"billing.gripe":    {label: "complaint", rule: "gripe.billing", next: []edge{{to: "billing.soothe", weight: 1}, {to: "billing.goodwill", weight: 2}}},
	"billing.soothe":   {who: staff, label: "acknowledge", rule: "soothe", next: []edge{{to: "billing.back", weight: 2}, {to: "billing.goodwill", weight: 1}}},
	"billing.credit":   {who: staff, label: "resolution", rule: "billing.credit.$kind", next: []edge{{to: "billing.when", weight: 2}, {to: "ack.wrap", weight: 2}, {to: "wrap", weight: 2}}},
	"billing.when":     {label: "clarify", rule: "billing.when", next: []edge{{to: "billing.then", weight: 1}}},
	"billing.then":     {who: staff, label: "resolution", rule: "billing.then", next: []edge{{to: "wrap", weight: 2}, {to: "ack.wrap", weight: 1}}},
	"billing.goodwill": {who: staff, label: "resolution", rule: "billing.goodwill", next: []edge{{to: "ack.wrap", weight: 2}, {to: "wrap", weight: 1}}},

	// Something ordered has not come as it should.
	"order.work": {next: []edge{
		{to: "order.info", weight: 4}, {to: "bot.lost", weight: 1, when: isBot}, {to: "handoff", weight: 1, when: isBot}}},
	"order.info": {who: staff, label: "delivery_info", rule: "order.info.$kind", next: []edge{
		{to: "order.ask", weight: 5, when: isParcel}, {to: "ack.wrap", weight: 3}, {to: "order.gripe", weight: 1, when: isPatient},
		{to: "order.gripe", weight: 5, when: isAngry}, {to: "order.back", weight: 1, when: func(c *chat) bool { return isAgent(c) && isParcel(c) }}}},
	"order.ask":    {rule: "order.ask.$topic", do: topic(orderTopics), next: []edge{{to: "order.answer", weight: 1}}},
	"order.answer": {who: staff, label: "delivery_info", rule: "order.answer.$topic", next: []edge{{to: "ack.wrap", weight: 3}, {to: "order.ask", weight: 1}, {to: "wrap", weight: 2}}},
	"order.gripe": {label: "complaint", rule: "gripe.order", next: []edge{
		{to: "order.sorry", weight: 3, when: isAgent}, {to: "want.human", weight: 1, when: isBot}}},
	"order.sorry":  {who: staff, label: "resolution", rule: "order.sorry", next: []edge{{to: "ack.wrap", weight: 1}, {to: "order.back", weight: 1, when: isParcel}}},
	"order.back":   {label: "refund_request", rule: "order.back", next: []edge{{to: "order.refund", weight: 1}}},
	"order.refund": {who: staff, label: "resolution", rule: "order.refund", next: []edge{{to: "ack.wrap", weight: 1}, {to: "wrap", weight: 1}}},

	// The customer wants to leave.
	"cancel.work": {next: []edge{
		{to: "cancel.why", weight: 4, when: func(c *chat) bool { return isAgent(c) && c.visits["probe"] == 0 }}, {to: "offer", weight: 3, when: isAgent},
		{to: "handoff", weight: 4, when: isBot}, {to: "bot.lost", weight: 2, when: isBot}}},
	"cancel.why":    {who: staff, label: "clarify", rule: "cancel.probe", next: []edge{{to: "cancel.reason", weight: 1}}},
	"cancel.reason": {rule: "cancel.probed.$kind", next: []edge{{to: "offer", weight: 5}, {to: "cancel.terms", weight: 1}}},
	"offer": {who: staff, label: "retention_offer", rule: "offer.$kind", next: []edge{
		{to: "offer.no", weight: 5}, {to: "offer.yes", weight: 3}, {to: "offer.more", weight: 2}, {to: "offer.gripe", weight: 3, when: isAngry}}},
	"offer.more":   {label: "clarify", rule: "offer.more", next: []edge{{to: "offer.detail", weight: 1}}},
	"offer.detail": {who: staff, label: "retention_offer", rule: "offer.detail", next: []edge{{to: "offer.yes", weight: 3}, {to: "offer.no", weight: 2}}},
	"offer.no":     {rule: "offer.no", next: []edge{{to: "offer.last", weight: 2, when: once("offer.last")}, {to: "cancel.terms", weight: 4}}},
	"offer.gripe":  {label: "complaint", rule: "gripe.cancel", next: []edge{{to: "cancel.terms", weight: 1}}},
	"offer.last":   {who: staff, label: "retention_offer", rule: "offer.last", next: []edge{{to: "offer.no", weight: 3}, {to: "offer.yes", weight: 2}}},
	"offer.yes":    {label: "acknowledge", rule: "offer.yes", next: []edge{{to: "offer.done", weight: 1}}},
	"offer.done":   {who: staff, label: "resolution", rule: "offer.done.$kind", next: []edge{{to: "wrap", weight: 1}}},
	"cancel.terms": {who: staff, label: "resolution", rule: "cancel.terms", next: []edge{
		{to: "cancel.ask", weight: 3}, {to: "ack.wrap", weight: 3}, {to: "wrap", weight: 1}}},
	"cancel.ask":    {label: "clarify", rule: "cancel.ask.$topic", do: topic(cancelTopics), next: []edge{{to: "cancel.answer", weight: 1}}},
	"cancel.answer": {who: staff, label: "resolution", rule: "cancel.answer.$topic", next: []edge{{to: "ack.wrap", weight: 1}, {to: "wrap", weight: 1}}},

	// The customer wants money back.
	"refund.work": {next: []edge{
		{to: "refund.done", weight: 4, when: isAgent}, {to: "refund.no", weight: 2, when: isAgent},
		{to: "handoff", weight: 4, when: isBot}, {to: "bot.lost", weight: 2, when: isBot}}},
	"refund.done": {who: staff, label: "resolution", rule: "refund.done.$kind", next: []edge{
		{to: "refund.when", weight: 3}, {to: "ack.wrap", weight: 3}, {to: "wrap", weight: 2}}},
	"refund.when":      {label: "clarify", rule: "billing.when", next: []edge{{to: "refund.then", weight: 1}}},
	"refund.then":      {who: staff, label: "resolution", rule: "billing.then", next: []edge{{to: "ack.wrap", weight: 1}, {to: "wrap", weight: 1}}},
	"refund.no":        {who: staff, label: "resolution", rule: "refund.no.$kind", next: []edge{{to: "refund.gripe", weight: 2}, {to: "refund.plead", weight: 3}, {to: "ack.wrap", weight: 1}}},
	"refund.gripe":     {label: "complaint", rule: "gripe.refund", next: []edge{{to: "refund.exception", weight: 2}, {to: "refund.soothe", weight: 1}}},
	"refund.soothe":    {who: staff, label: "acknowledge", rule: "soothe", next: []edge{{to: "refund.plead", weight: 1}}},
	"refund.plead":     {rule: "refund.plead", next: []edge{{to: "refund.exception", weight: 1}}},
	"refund.exception": {who: staff, label: "resolution", rule: "refund.exception", next: []edge{{to: "ack.wrap", weight: 2}, {to: "wrap", weight: 1}}},

	// Closing.
	"ack.wrap": {label: "acknowledge", rule: "ok", next: []edge{{to: "wrap", weight: 1}}},
	"wrap": {next: []edge{
		{to: "more", weight: 4, when: once("more")}, {to: "thanks", weight: 5, when: hasNone}, {to: "end", weight: 2, when: hasNone}, {to: "further", weight: 1, when: hasMore}}},
	"more": {who: staff, label: "offer_more_help", rule: "more", next: []edge{
		{to: "further", weight: 9, when: hasMore}, {to: "no.more", weight: 8, when: hasNone}, {to: "silence", weight: 1, when: hasNone}}},
	"further":      {label: "", do: (*chat).nextIssue, rule: "further $issue.open.$kind", next: []edge{{to: "identify", weight: 1}}},
	"no.more":      {label: "thanks", rule: "no.more", next: []edge{{to: "agent.bye", weight: 5}, {to: "end", weight: 2}}},
	"silence":      {who: staff, label: "goodbye", rule: "silence", next: []edge{{to: "end", weight: 1}}},
	"thanks":       {label: "thanks", rule: "thanks", next: []edge{{to: "welcome", weight: 2}, {to: "agent.bye", weight: 2}, {to: "end", weight: 2}}},
	"welcome":      {who: staff, label: "thanks", rule: "welcome", next: []edge{{to: "customer.bye", weight: 1}, {to: "end", weight: 2}}},
	"agent.bye":    {who: staff, label: "goodbye", rule: "agent.bye", next: []edge{{to: "customer.bye", weight: 1}, {to: "end", weight: 3}}},
	"customer.bye": {label: "goodbye", rule: "customer.bye", next: []edge{{to: "end", weight: 1}}},
}
