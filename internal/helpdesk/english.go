package helpdesk

// english is the language of chats.jsonl.
var english = &language{
	prefix: "hd",
	bot:    "Pip",
	rules:  englishRules,
	phone:  "07700 900%03d",
	money:  pounds,
	kinds: map[string][]string{
		"outage":  {"down", "down", "slow", "drops", "phone", "mobile"},
		"billing": {"double", "higher", "higher", "fee", "roaming", "promo"},
		"order":   {"late", "late", "where", "partial", "wrong", "sim"},
		"cancel":  {"moving", "price", "quality", "rival"},
		"refund":  {"return", "faulty", "twice", "unwanted"},
	},
	steps: map[string][]string{
		"down":   {"restart", "lights", "cable", "socket", "refresh", "reset"},
		"slow":   {"speedtest", "wired", "restart", "channel", "refresh"},
		"drops":  {"channel", "wired", "restart", "lights", "cable", "firmware"},
		"phone":  {"handset", "socket", "cable", "refresh"},
		"mobile": {"airplane", "simcard", "apn", "network"},
	},
	facts:    englishFacts,
	short:    englishShort,
	misspelt: englishMisspelt,
}

// englishFacts are the choices for the facts that are words.
var englishFacts = map[string][]string{
	"name":      {"Priya", "Tom", "Beth", "Callum", "Aisha", "Graham", "Wendy", "Marek", "Siobhan", "Leon", "Ines", "Derek", "Yusuf", "Hannah", "Olu", "Patricia", "Kev", "Nadia", "Rhys", "Mei", "Janet", "Tariq", "Fern", "Duncan"},
	"surname":   {"Hollis", "Okafor", "Pettigrew", "Marsh", "Dunmore", "Varga", "Whitlock", "Begum", "Carrow", "Lindqvist", "Tanner", "O'Dell", "Farrow", "Mistry", "Ablett", "Quill"},
	"adviser":   {"Maya", "Joel", "Sunita", "Craig", "Ellie", "Tobias", "Farah", "Neil", "Rosie", "Dev", "Angharad", "Luca"},
	"colleague": {"Bronwyn", "Stefan", "Adaeze", "Phil", "Keira", "Hamid"},
	"town":      {"Ashcombe", "Little Harrow", "Penwick", "Stonebeck", "Marlow Quay", "Thornby", "Eastmere", "Cold Ferry"},
	"street":    {"Mill Lane", "Canal Street", "Station Road", "Orchard Close", "Bishop's Row", "Quarry Hill"},
	"house":     {"3", "7", "12", "14b", "28", "41", "56", "109", "flat 2, 63", "flat 9, 20"},
	"postcode":  {"QX4 7BD", "QX1 2LR", "QV8 3NN", "QZ12 5TE", "QX9 0PA", "QV2 6HJ"},
	"plan":      {"Fibre 80", "Wave 250", "Home Essential", "Wave 500", "Fibre Lite", "Chat & Surf", "Everyday 36"},
	"item":      {"router", "mesh kit", "cordless phone", "wifi extender", "new handset", "pay as you go sim", "tv box", "replacement router", "phone case", "tablet"},
	"part":      {"power adapter", "ethernet cable", "second mesh disc", "charging dock", "sim tray pin", "wall bracket", "remote"},
	"wrongitem": {"phone case", "landline cable", "4G dongle", "used router", "pair of headphones", "screen protector"},
	"day":       {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	"otherday":  {"Sunday", "yesterday", "last night", "Monday morning", "the weekend", "about a week ago", "this morning"},
	"date":      {"3 March", "14 March", "the 21st", "9 April", "the 2nd", "28 Feb", "17/04", "the 11th of May", "6 June", "30/05"},
	"duedate":   {"4 July", "the 19th", "12 July", "31 July", "the 27th", "1 August", "the 8th"},
	"month":     {"January", "February", "March", "April", "May", "June", "last month"},
	"slot":      {"8 and 12", "8 and 1", "12 and 5", "1 and 6", "9 and 11", "2 and 4"},
	"courier":   {"Swiftling", "Parcelhop", "Greyline Couriers", "Hopper Post"},
	"abroad":    {"Spain", "Turkey", "Switzerland", "the US", "Morocco", "Portugal", "Dubai", "Norway"},
	"rival":     {"Oakfibre", "Zipline Broadband", "Teleport Home", "another provider", "Bluefin Net", "someone cheaper"},
	"colour":    {"red", "orange", "amber", "flashing red", "blinking orange", "off", "purple??", "solid white", "flashing blue"},
	"device":    {"laptop", "ipad", "phone", "work pc", "macbook", "playstation", "tv", "desktop", "chromebook"},
	"mobile":    {"iphone 12", "galaxy a54", "pixel 6", "old nokia", "motorola", "iphone se"},
	"room":      {"bedroom", "kitchen", "upstairs", "loft office", "back room", "lounge", "garden room"},
	"cause":     {"a damaged cable near the ring road", "a power fault at the exchange", "a failed card in the street cabinet", "a burst water main that flooded our ducts", "overnight maintenance that overran"},
}

var englishShort = map[string][]string{
	"please": {"pls", "plz"}, "you": {"u"}, "your": {"ur"}, "are": {"r"}, "because": {"cos", "bc"},
	"thanks": {"thx", "tnx", "thanx"}, "okay": {"ok", "k"}, "internet": {"net"}, "minutes": {"mins"},
	"message": {"msg"}, "tomorrow": {"tmrw", "tmr"}, "with": {"w/"}, "though": {"tho"}, "really": {"rly"},
	"password": {"pw"}, "number": {"no", "num"}, "address": {"addr"}, "before": {"b4"}, "something": {"smth"},
	"people": {"ppl"}, "probably": {"prob", "probs"},
	"account": {"acc", "acct"}, "connection": {"conn"}, "yes": {"yep", "ye", "yeah"},
	"hours": {"hrs"}, "weeks": {"wks"}, "computer": {"pc"},
}

var englishMisspelt = map[string]string{
	"definitely": "definately", "receive": "recieve", "received": "recieved", "refund": "refnd",
	"their": "there", "too": "to", "router": "rooter", "separate": "seperate", "address": "adress",
	"until": "untill", "which": "wich", "because": "becuase", "working": "workign", "charged": "chraged",
	"engineer": "enginer", "weird": "wierd", "cancel": "cancle", "restarted": "restated", "account": "acount",
	"believe": "beleive", "disappointed": "dissapointed", "again": "agian", "nothing": "nothign", "broadband": "broadban",
	"happening": "hapening", "package": "pacakge", "delivered": "delievered", "connection": "conection",
}
